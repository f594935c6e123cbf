{
    "name": "IPAI Health",
    "summary": "Health probe, self-check and one-click repairs for Odoo",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "license": "LGPL-3",
    "author": "ipai_health maintainers",
    "depends": ["mail"],
    "data": [
        "security/ipai_health_groups.xml",
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "views/ipai_health_finding_views.xml",
        "views/menus.xml",
    ],
    "post_load": "post_load",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
