"""``db``: the database answers, is Odoo's, is settled, and dbfilter still fits it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...core.finding import Finding
from ...core.report import Report
from .. import option_types, series_option
from . import exposure, state
from .connection import Unreachable, connect, target

TIMEOUT = 10.0
"""Seconds for everything the database is asked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the database and what it must fit."""
    parser.add_argument(
        "dsn", metavar="DSN", help="postgresql://user@host/database, or 'dbname=…'"
    )
    parser.add_argument("--conf", metavar="FILE", help="the odoo.conf it must fit")
    parser.add_argument(
        "--host",
        metavar="NAME",
        default="",
        help="the host name users ask for, where dbfilter has %%h or %%d",
    )
    series_option.add(parser)
    parser.add_argument(
        "--timeout",
        type=option_types.patience,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"for the whole look (default {TIMEOUT:g})",
    )


def run(options: argparse.Namespace) -> Report:
    """Look at the database. Raises ``CannotLook``."""
    name = target(options.dsn)
    conf = exposure.read(Path(options.conf)) if options.conf else None
    report = Report("db", inspected=1)
    try:
        with connect(options.dsn, options.timeout) as connection:
            report.findings += state.look(connection, options.series)
            if conf:
                report.findings += exposure.look(connection, conf, options.host)
    except Unreachable as reason:
        finding = Finding(reason.rule, name, f"Database {name}: {reason}.")
        report.findings.append(finding)
    return report
