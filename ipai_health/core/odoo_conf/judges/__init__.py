"""One question a file; each judge yields findings about given settings.

``VALUES`` look at the effective values, whoever gave them: the check inside Odoo calls
the same ones with the running configuration. ``WRITING`` look at the file's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...finding import Finding
from ..expected import Expected
from ..settings import Settings
from . import database, expectations, names, password, paths, proxy, refusals, writing

Judge = Callable[[Settings, Expected], Iterator[Finding]]

VALUES: tuple[Judge, ...] = (
    database.judge_db_name,
    database.judge_list_db,
    database.judge_dbfilter,
    expectations.judge_db_host,
    expectations.judge_log_level,
    password.judge,
)

WRITING: tuple[Judge, ...] = (
    refusals.judge,
    writing.judge,
    names.judge_options,
    names.judge_sections,
    paths.judge,
    proxy.judge,
)


def judge(
    settings: Settings, expected: Expected, judges: tuple[Judge, ...]
) -> Iterator[Finding]:
    """Yield what each of ``judges`` finds."""
    for one in judges:
        yield from one(settings, expected)
