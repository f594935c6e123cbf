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
        metavar="NAME",
        help=f"the database's name on the network (default {ALIAS}); '' for none",
    )


def run(options: argparse.Namespace) -> Report:
    """Look at the containers. Raises ``CannotLook``."""
    if options.ps == options.network == "-":
        raise CannotLook("only one of --ps and --network can be standard input")
    report = Report("containers")
    containers: list[listing.Container] = []
    if options.ps or not options.network:
        containers = _containers(options.ps)
        report.findings += judge.missing(containers, options.service)
        standing = _looked_at(containers, options.service)
        report.findings += judge.services(standing)
        report.inspected += len(standing)
    names: judge.Named = containers
    if options.network:
        found = _networks(options.network)
        report.inspected += len(found)
        if not any(one.networks for one in containers):
            names = found
    if options.alias != "":
        report.findings += judge.alias(names, options.alias or ALIAS)
        if options.alias and not options.network and not judge.tell_names(containers):
            report.blind.append(
                f"{_label(options.ps)}: says nothing of names on a network, such as "
                f"{options.alias}; give what docker inspect prints"
            )
    return report


def _containers(file: str | None) -> list[listing.Container]:
    """Return the containers, without what ``docker compose run`` left behind."""
    if file:
        found = listing.containers(_text(file), _label(file))
    else:
        found = listing.containers(docker.inspect_all(), "docker inspect")
    return [one for one in found if not one.one_off]


def _looked_at(
    containers: list[listing.Container], names: list[str]
) -> list[listing.Container]:
    """Return those called ``names``, else those of Odoo. Raises ``CannotLook``."""
    if names:
        return judge.called(containers, names)
    found = [one for one in judge.concerning_odoo(containers) if not one.done]
    if not found:
        raise CannotLook(
            "no container looks like Odoo or PostgreSQL; name them with --service"
        )
    return found


def _networks(name: str) -> list[listing.Network] | list[listing.Container]:
    found = listing.networks(_text(name), _label(name))
    if not found:
        raise CannotLook(f"{_label(name)}: no network in it")
    return found


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
