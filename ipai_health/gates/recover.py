"""``recover``: the contract's recovery procedures, a dry run unless told otherwise."""

from __future__ import annotations

import argparse
import dataclasses
import re

from ..core.report import EXIT_CLEAN, EXIT_FOUND
from . import option_types
from .errors import CannotLook
from .recovery import procedures, step
from .recovery.procedures import Production
from .recovery.step import Step

PROCEDURES = ("502", "assets", "owl")

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HELP = {
    "odoo": "the container of Odoo",
    "postgres": "the container of PostgreSQL",
    "database": "the database",
    "user": "the PostgreSQL user",
    "network": "the network both share",
    "alias": "the name of PostgreSQL on it",
    "compose": "the compose file",
    "service": "the service of Odoo in it",
    "url": "the site",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the procedure and the names of production."""
    parser.add_argument("procedure", choices=PROCEDURES, help="what to recover from")
    parser.add_argument("--yes", action="store_true", help="run it, do not only show")
    parser.add_argument("--field", metavar="NAME", help="owl: the undefined field")
    parser.add_argument(
        "--view", type=option_types.count, metavar="ID", help="owl: the view to disable"
    )
    for name in dataclasses.fields(Production):
        parser.add_argument(
            f"--{name.name}",
            default=name.default,
            help=f"{_HELP[name.name]} (default {name.default})",
        )


def run(options: argparse.Namespace) -> int:
    """Show the procedure, or run it. Raises ``CannotLook``."""
    steps = _steps(options)
    if not options.yes:
        step.show(steps)
        print("A dry run: nothing was done. With --yes these steps are run.")
        return EXIT_CLEAN
    if not step.can_run(steps):
        step.show(steps)
        raise CannotLook("docker is not here, nothing was done; run the steps above")
    fine = step.run(steps, go_on=options.procedure == "502")
    return EXIT_CLEAN if fine else EXIT_FOUND


def _steps(options: argparse.Namespace) -> list[Step]:
    names = {one.name for one in dataclasses.fields(Production)}
    here = Production(**{name: getattr(options, name) for name in names})
    if options.procedure == "502":
        return procedures.bad_gateway(here)
    if options.procedure == "assets":
        return procedures.assets(here)
    if options.field and not _FIELD.fullmatch(options.field):
        raise CannotLook(f"--field {options.field}: not the name of a field")
    if options.field or options.view:
        return procedures.owl(here, options.field, options.view)
    if options.yes:
        raise CannotLook(
            "owl: give --field NAME to find views, --view ID to disable one"
        )
    return procedures.owl(here, "NAME", "ID")
