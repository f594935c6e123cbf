"""What the contract calls canonical; each value can be another one elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """The values asked for. None means: not judged."""

    db_host: str | None = "postgres"
    log_level: str | None = "info"
    db_name: str = "False"
    """``False``, or the names that may be pinned, separated by commas."""
    list_db: bool = False
    dbfilter: str | None = None
    """The very pattern asked for; None: any that does its work."""


INSIDE_ODOO = Expected(db_host=None, log_level=None)
"""Inside Odoo nothing is expected of these two unless somebody says so."""
