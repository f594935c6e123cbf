"""``assets``: every bundle of the given modules can be built, by a real Odoo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...core.report import Report
from .. import option_types
from ..errors import CannotLook
from . import server, verdict
from .server import Server
from .throwaway import ThrowAway, throw_away

TIMEOUT = 3600.0
"""Seconds for the whole gate: 193 modules install in 200 s on two cores."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the modules, and the Odoo and PostgreSQL to build them with."""
    parser.add_argument("--addons-path", metavar="P,P", help="as Odoo takes it")
    parser.add_argument(
        "--module",
        metavar="M,M",
        action="append",
        default=[],
        help="install these; repeatable",
    )
    parser.add_argument(
        "--odoo",
        metavar="PROGRAM",
        help="the Odoo to run (default odoo, else python -m odoo)",
    )
    parser.add_argument(
        "--conf",
        metavar="FILE",
        help="take db_host and its kin, and the addons path, from this odoo.conf; "
        "without it PGHOST, PGPORT, PGUSER and PGPASSWORD count",
    )
    parser.add_argument(
        "--timeout",
        type=option_types.patience,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"for all of it (default {TIMEOUT:g})",
    )


def run(options: argparse.Namespace) -> Report:
    """Install, build, judge, drop. Raises ``CannotLook``."""
    modules = [
        name.strip()
        for names in options.module
        for name in names.split(",")
        if name.strip()
    ]
    if not modules:
        raise CannotLook("which modules? Give --module M,M")
    conf = server.settings(options.conf)
    odoo = Server(
        program=server.program(options.odoo),
        addons_path=server.addons_path(options.addons_path, conf),
        connection=server.connection(conf),
    )
    server.reachable(odoo.connection)
    with throw_away(odoo.connection, options.timeout) as place:
        return _look(odoo, place, modules)


def _look(odoo: Server, place: ThrowAway, modules: list[str]) -> Report:
    report = Report("assets", inspected=1)
    installed = odoo.install(place, modules)
    if installed.code:
        report.findings = [verdict.installation(installed.log)]
        return report
    script = Path(__file__).with_name("builder.py").read_text("utf-8")
    built = odoo.shell(place, f"{script}\nmain(env, {modules!r})\n")
    said = verdict.answer(built.output)
    if said is None:
        report.findings = [verdict.installation(built.log)]
        return report
    report.inspected = len(said["built"])
    report.findings = verdict.findings(said, modules)
    if not said["rtl"]:
        print(
            "ipai-health: rtlcss is not installed, so right-to-left styles are built "
            "as Odoo builds them without it: not mirrored",
            file=sys.stderr,
        )
    return report
