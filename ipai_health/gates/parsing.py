"""The parser of every command, and the look of a gate: words in, a report out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .errors import CannotLook

if TYPE_CHECKING:
    from ..core.report import Report
    from .commands import Gate


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise ``CannotLook`` with argparse's own words."""
        raise CannotLook(f"{message} (see: {self.prog} --help)")


def look(gate: Gate, words: Sequence[str]) -> tuple[Report, argparse.Namespace]:
    """Return what the gate says, without secrets and what is to be left out, and its
    options: those of ``words``, and of the project's file. Raises ``CannotLook``.
    """
    from . import options as common
    from . import output, selection

    parser = OneLineParser(prog=f"ipai-health {gate.name}")
    parser.description = gate.summary
    module = gate.load()
    module.add_arguments(parser)
    common.add_arguments(parser)
    options = common.parsed(parser, gate.name, words)
    leave_out = selection.from_options(options)
    # a baseline knows subjects as they were printed
    return leave_out.applied_to(output.redacted(module.run(options))), options
