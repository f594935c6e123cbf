"""The keys of odoo.conf that the probe reads."""

from dataclasses import fields

from ipai_health.probe.settings import Settings

OPTIONS = {
    "token": "Opens the details to `Authorization: Bearer …`. None: nobody has it.",
    "allow": "Networks (CIDR) whose addresses see the details. A request with a "
    "forwarding header never matches, unless `proxy_mode` names the real client. A "
    "proxy that adds none cannot be told from its own host: leave that host out then.",
    "ttl": "Seconds for which a verdict is used again.",
    "timeout": "Seconds that a look may take; 1.8 at most, so that 2 s are kept.",
    "databases": "Which databases are judged when none is picked.",
    "drain_file": "While this file exists the node is draining; by default one a node "
    "in the data folder.",
    "access_log": "Whether requests of the probe stand in the access log.",
}


def page() -> list[str]:
    """Return the lines of the page of options."""
    lines = [
        "# Options of the probe",
        "",
        "Keys of odoo.conf, or environment variables in capitals, which come first. "
        "Odoo warns once about each key of odoo.conf that it does not know, also about "
        "ours; the variables spare you that.",
        "",
        "| key | variable | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for field in fields(Settings):
        key = f"ipai_health_{field.name}"
        default = field.default if field.default not in ("", ()) else "none"
        lines.append(
            f"| `{key}` | `{key.upper()}` | {default} | {OPTIONS[field.name]} |"
        )
    return lines
