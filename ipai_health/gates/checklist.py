"""``checklist``: the contract's deployment checklist, every item a gate."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass

from ..core.redact import redact
from ..core.report import EXIT_BLIND, EXIT_CLEAN, EXIT_FOUND, Report
from ..core.severity import CRITICAL
from . import prod, together
from .together import Look

_MARKS = {EXIT_CLEAN: "x", EXIT_FOUND: "!", EXIT_BLIND: "?"}


@dataclass(frozen=True)
class Item:
    """One line of the checklist; without ``looks`` it says what is ``missing``."""

    title: str
    looks: tuple[Look, ...] = ()
    missing: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is about to be deployed: as ``prod`` does, and the addons."""
    parser.add_argument("--yes", action="store_true", help="look, do not only show")
    prod.add_arguments(parser)
    parser.add_argument("--addons-path", metavar="P,P", help="the folders with addons")
    parser.add_argument("--ship-list", metavar="FILE", help="what is to be shipped")


def run(options: argparse.Namespace) -> int:
    """Show the items, or go through them; return the worst exit code."""
    items = items_of(options)
    if not options.yes:
        for item in items:
            print(f"[ ] {item.title}\n{_commands(item)}")
        print("A dry run: nothing was looked at. With --yes the items are checked.")
        return EXIT_CLEAN
    codes = [_check(item) for item in items]
    return EXIT_BLIND if EXIT_BLIND in codes else max(codes)


def items_of(options: argparse.Namespace) -> list[Item]:
    """Return the items in the contract's order."""
    words = together.options
    config = Look("config", ("--", options.conf) if options.conf else ())
    compose = words(file=options.compose, conf=options.conf)
    modules = words(addons_path=options.addons_path, ship_list=options.ship_list)
    if not options.addons_path:
        modules += words(conf=options.conf)
    logs = words(lines=options.lines)
    return [
        _item("Production health", tuple(prod.looks_of(options)), "--url"),
        Item("odoo.conf matches the canonical configuration", (config,)),
        Item("Compose network aliases", (Look("compose", tuple(compose)),)),
        Item("All modules of the manifests exist", (Look("modules", tuple(modules)),)),
        _item(
            "Assets load: CSS and JS answer 200 or 303",
            (prod.web(options),) if options.url else (),
            "--url",
        ),
        Item(
            "Database selection: db_name = False",
            (prod.db(options) if options.dsn else config,),
        ),
        Item(
            "No critical errors in the log",
            (Look("logs", (*logs, *(["--", options.log] if options.log else []))),),
        ),
        Item("Containers are healthy", (prod.containers(options),)),
    ]


def _item(title: str, looks: tuple[Look, ...], needs: str) -> Item:
    return Item(title, looks, "" if looks else needs)


def _commands(item: Item) -> str:
    if not item.looks:
        return f"    cannot be checked without {item.missing}"
    lines = (shlex.join(map(redact, look.command())) for look in item.looks)
    return "\n".join(f"    {line}" for line in lines)


def _check(item: Item) -> int:
    if not item.looks:
        print(f"[?] {item.title}\n{_commands(item)}", flush=True)
        return EXIT_BLIND
    report = together.merged("checklist", map(together.run, item.looks))
    code = report.exit_code(CRITICAL)
    print(f"[{_MARKS[code]}] {item.title}{_details(report)}", flush=True)
    return code


def _details(report: Report) -> str:
    lines = [f"\n    could not look: {redact(reason)}" for reason in report.blind]
    lines += [
        f"\n    {report.severity(one)}: {one.rule}: {one.message}"
        for one in report.sorted_findings()
    ]
    return "".join(lines)
