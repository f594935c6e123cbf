"""``compose``: Odoo and PostgreSQL of a composition find each other."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.report import Report
from . import discovery, series_option, topology
from .composition.project import load, process_environment
from .errors import CannotLook
from .topology.stack import stack_of

STANDARD = (
    *("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"),
    *("compose.*.yml", "compose.*.yaml"),
    *("docker-compose.*.yml", "docker-compose.*.yaml"),
)
"""Where docker compose and people look for a composition."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument(
        "-f",
        "--file",
        dest="files",
        metavar="FILE",
        action="append",
        default=[],
        help="merged in this order, as docker compose does; repeatable",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="compose.yaml",
        action="extend",
        default=[],
        help="the same, without -f",
    )
    parser.add_argument("--conf", metavar="odoo.conf", help="what Odoo reads in there")
    series_option.add(parser)


def run(options: argparse.Namespace) -> Report:
    """Merge the files as docker compose does, and judge what comes of it."""
    files = [Path(name) for name in options.files]
    conf = Path(options.conf) if options.conf else None
    if not files:
        files = discovered()
    if conf and not conf.is_file():
        raise CannotLook(f"--conf {conf}: no such file")
    project = load(files, process_environment())
    if not project.services:
        raise CannotLook(f"{files[0]}: no services, so not a compose file")
    stack = stack_of(project, conf, options.series)
    report = Report("compose", inspected=len(project.services))
    report.findings += topology.judge(stack)
    report.blind += dict.fromkeys(project.missing)
    if not stack.roles.odoo and not report.blind:
        report.blind.append(f"{files[0]}: no service looks like Odoo")
    return report


def discovered() -> list[Path]:
    """Return the composition of this folder, with its override if it has one."""
    file = discovery.find(STANDARD, "compose file", leave_out=".override.")
    override = file.with_name(f"{file.stem}.override{file.suffix}")
    if override.is_file():
        discovery.announce(override)
        return [file, override]
    return [file]
