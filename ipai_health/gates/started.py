"""What Odoo is started with: environment and arguments, told or from a composition."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.finding import Finding
from ..core.odoo_conf.settings import Settings
from .errors import CannotLook

if TYPE_CHECKING:
    from .topology.entry_point import Given


@dataclass(frozen=True)
class Start:
    """Environment and arguments; ``conf`` is the odoo.conf the composition mounts, and
    ``entry_point`` what the image's entry point gives unless the file has it.
    """

    environment: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    conf: Path | None = None
    entry_point: Mapping[str, Given] = field(default_factory=dict)

    def lay_over(self, settings: Settings, text: str) -> Iterator[Finding]:
        """Lay what the entry point gives over ``settings``, those of a file with this
        ``text``; yield a finding for what Odoo refuses of it.
        """
        if self.entry_point:
            from .topology import entry_point

            entry_point.lay_over(settings, text, self.entry_point)
            yield from entry_point.refusals(settings, self.entry_point)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say how Odoo is started."""
    parser.add_argument(
        "--env",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="environment Odoo is started with; ODOO_* and PGDATABASE of this process"
        " count by themselves",
    )
    parser.add_argument(
        "--arguments", metavar="TEXT", default="", help="arguments Odoo is started with"
    )
    parser.add_argument(
        "--compose",
        metavar="FILE",
        action="append",
        default=[],
        help="take both from the Odoo service of this composition",
    )
    parser.add_argument(
        "--service", metavar="NAME", help="which service of it is meant"
    )


def from_options(options: argparse.Namespace) -> Start:
    """Return what the command line says. Raises ``CannotLook``."""
    environment = _of_this_process()
    arguments: list[str] = []
    conf = None
    entry_point: Mapping[str, Given] = {}
    if options.compose:
        composed = _of_service([Path(one) for one in options.compose], options.service)
        environment = {**composed.environment}
        arguments += composed.arguments
        conf, entry_point = composed.conf, composed.entry_point
    for pair in options.env:
        name, equals, value = pair.partition("=")
        if not equals:
            raise CannotLook("--env: not of the form NAME=VALUE")
        environment[name] = value
    try:
        arguments += shlex.split(options.arguments)
    except ValueError as error:
        raise CannotLook(f"--arguments: {error}") from None
    return Start(environment, tuple(arguments), conf, entry_point)


def _of_this_process() -> dict[str, str]:
    """Return what of this process's environment chooses databases and values.

    Connection variables (PGHOST and its kin) count only when given: a CI job sets
    them for its own clients.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith("ODOO_") or name == "PGDATABASE"
    }


def _of_service(files: list[Path], name: str | None) -> Start:
    from .composition.project import load, process_environment
    from .composition.roles import assign, serves
    from .composition.variables import is_unknown
    from .topology import entry_point
    from .topology.conf import mounted_conf
    from .topology.stack import known_variables

    project = load(files, process_environment())
    candidates = [one for one in assign(project).odoo if serves(one)]
    if name:
        candidates = [one for one in candidates if one.name == name]
    if len(candidates) != 1:
        names = ", ".join(one.name for one in candidates)
        what = f"several services run Odoo ({names}), name one" if names else "no Odoo"
        raise CannotLook(f"{files[0]}: {what}: --service NAME")
    odoo = candidates[0]
    if project.missing and not odoo.complete:
        raise CannotLook(project.missing[0])
    words = [str(word) for word in odoo.words if not is_unknown(word)]
    return Start(
        known_variables(odoo), tuple(words), mounted_conf(odoo), entry_point.given(odoo)
    )
