{
    "name": "Sandbox bookcase",
    "summary": "What the faults of the matrix break",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "ipai_health",
    "depends": ["web", "mail", "sandbox_shelf"],
    "data": [
        "security/ir.model.access.csv",
        "views/book_views.xml",
        "views/book_templates.xml",
        "data/book_records.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "sandbox_bookcase/static/src/bookcase.scss",
            "sandbox_bookcase/static/src/bookcase.js",
            "sandbox_bookcase/static/src/bookcase.xml",
        ],
    },
    "installable": True,
}
