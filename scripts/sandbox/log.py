"""What a log of Odoo says that it should not."""

import re

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<rest>.*)$"
)

ALLOWED = (
    # our own keys in odoo.conf, and db_name = False: Odoo 19 says so once about each
    re.compile(r"odoo\.tools\.config: unknown option 'ipai_health_\w+'"),
    re.compile(r"odoo\.tools\.config: .*db_name"),
)


def complaints(text: str) -> list[str]:
    """Return the lines of ``text`` at warning or worse, but for those allowed."""
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if not match or match["level"] not in ("WARNING", "ERROR", "CRITICAL"):
            continue
        if not any(pattern.search(match["rest"]) for pattern in ALLOWED):
            found.append(line)
    return found
