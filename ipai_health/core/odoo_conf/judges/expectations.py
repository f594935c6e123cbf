"""Values that are right or wrong only by what is expected of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Finding
from ..expected import Expected
from ..settings import Settings


def judge_db_host(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when Odoo looks for PostgreSQL under another name."""
    yield from _judge(settings, "db_host", expected.db_host, "db-host-unexpected")


def judge_log_level(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when Odoo logs more or less than expected."""
    yield from _judge(settings, "log_level", expected.log_level, "log-level-unexpected")


def _judge(
    settings: Settings, name: str, wanted: str | None, rule: str
) -> Iterator[Finding]:
    setting = settings[name]
    if wanted is None or not setting.known:
        return
    value = setting.value or ""
    if value != wanted:
        is_what = f"is {value}" if value else "is not set"
        swallowed = settings.text.swallowed.get(name)
        message = f"{name} {is_what}, and {wanted} is expected."
        if swallowed and not setting.is_set:
            message += (
                f" Line {swallowed[1]} is indented, so Odoo reads it as part of "
                f"{swallowed[0]}."
            )
        yield settings.finding(rule, name, message)
