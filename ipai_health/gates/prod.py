"""``prod``: the whole runtime contract in one report."""

from __future__ import annotations

import argparse

from ..core.report import Report
from . import together
from .errors import CannotLook
from .together import Look


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what production consists of; what is left out is not looked at."""
    parser.add_argument("--url", help="the site: login page, web client, assets")
    parser.add_argument("--dsn", help="the database: initialised, settled, exposed")
    parser.add_argument("--conf", metavar="FILE", help="its odoo.conf")
    parser.add_argument(
        "-f",
        "--file",
        dest="compose",
        metavar="COMPOSE",
        action="append",
        default=[],
        help="its compose file; repeatable",
    )
    parser.add_argument("--log", metavar="FILE", help="its log; - for standard input")
    parser.add_argument(
        "--containers", action="store_true", help="ask docker about its containers"
    )
    parser.add_argument(
        "--ps", metavar="FILE", help="what docker ps or docker inspect printed"
    )
    parser.add_argument(
        "--network", metavar="FILE", help="what docker network inspect printed"
    )
    parser.add_argument(
        "--service",
        metavar="NAME",
        action="append",
        default=[],
        help="a container that must run; repeatable",
    )
    parser.add_argument(
        "--alias", metavar="NAME", help="the database's name on its network"
    )
    parser.add_argument("--host", help="the host name users ask for")
    parser.add_argument("--insecure", action="store_true", help="any certificate")
    parser.add_argument("--lines", metavar="N", help="how much of the log")
    parser.add_argument("--timeout", metavar="SECONDS", help="for each answer")


def run(options: argparse.Namespace) -> Report:
    """Run every gate that something was given for. Raises ``CannotLook``."""
    looks = list(looks_of(options))
    if not looks:
        raise CannotLook("which production? Give at least --url")
    return together.merged("prod", map(together.run, looks))


def looks_of(options: argparse.Namespace) -> list[Look]:
    """Return the gates to run, in the order of the contract."""
    words = together.options
    looks = []
    if options.url:
        looks.append(web(options))
    if options.dsn:
        looks.append(db(options))
    if options.log:
        looks.append(Look("logs", (*words(lines=options.lines), "--", options.log)))
    if options.conf:
        looks.append(Look("config", ("--", options.conf)))
    if options.compose:
        files = words(file=options.compose, conf=options.conf)
        looks.append(Look("compose", tuple(files)))
    if options.containers or options.ps or options.network or options.service:
        looks.append(containers(options))
    return looks


def web(options: argparse.Namespace) -> Look:
    """Return the look at the site of ``--url``."""
    words = together.options(host=options.host, timeout=options.timeout)
    words += ["--insecure"] if options.insecure else []
    return Look("web", (*words, "--", options.url))


def db(options: argparse.Namespace) -> Look:
    """Return the look at the database of ``--dsn``."""
    words = together.options(
        conf=options.conf, host=options.host, timeout=options.timeout
    )
    return Look("db", (*words, "--", options.dsn))


def containers(options: argparse.Namespace) -> Look:
    """Return the look at containers."""
    words = together.options(
        ps=options.ps,
        network=options.network,
        service=options.service,
        alias=options.alias,
    )
    return Look("containers", tuple(words))
