"""``containers``: they run, are healthy, and the database has its name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...core.report import Report
from ..errors import CannotLook
from ..text_file import MAX_BYTES, as_text, read_text
from . import docker, judge, listing

ALIAS = "postgres"
"""The name that the contract gives to the database."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what docker printed, and what is expected of it."""
    parser.add_argument(
        "--ps",
        metavar="FILE",
        help="what docker ps, docker compose ps or docker inspect printed as JSON; "
        "- for standard input; without it docker is asked",
    )
    parser.add_argument(
        "--network",
        metavar="FILE",
        help="what docker network inspect printed; - for standard input",
    )
    parser.add_argument(
        "--service",
        metavar="NAME",
        action="append",
        default=[],
        help="a container or compose service that must run; repeatable",
    )
    parser.add_argument(
        "--alias",
        default=ALIAS,
        metavar="NAME",
        help=f"the database's name on the network (default {ALIAS}); '' for none",
    )


def run(options: argparse.Namespace) -> Report:
    """Look at the containers. Raises ``CannotLook``."""
    if options.ps == options.network == "-":
        raise CannotLook("only one of --ps and --network can be standard input")
    containers, wanted = _containers(options)
    standing = judge.called(containers, wanted)
    report = Report("containers", inspected=len(standing))
    report.findings += judge.services(containers, wanted)
    if options.network:
        found = listing.networks(_text(options.network), _label(options.network))
        report.inspected += len(found)
        containers_told = any(one.networks for one in containers)
        names: judge.Named = containers if containers_told else found
    else:
        names = containers
    if options.alias:
        report.findings += judge.alias(names, options.alias)
    return report


def _containers(
    options: argparse.Namespace,
) -> tuple[list[listing.Container], list[str]]:
    """Return the containers, and the names of those that must run (none: all)."""
    if options.ps:
        found = listing.containers(_text(options.ps), _label(options.ps))
        return found, options.service
    if options.network:
        return [], []
    every = listing.containers(docker.inspect_all(), "docker inspect")
    wanted = options.service or [one.name for one in judge.concerning_odoo(every)]
    if not wanted:
        raise CannotLook(
            "no container looks like Odoo or PostgreSQL; name them with --service"
        )
    return every, wanted


def _text(name: str) -> str:
    if name != "-":
        return read_text(Path(name))
    content = sys.stdin.buffer.read(MAX_BYTES)
    try:
        return as_text(content)
    except UnicodeDecodeError:
        raise CannotLook("standard input: binary") from None


def _label(name: str) -> str:
    return "standard input" if name == "-" else name
