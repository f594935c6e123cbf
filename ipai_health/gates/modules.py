"""``modules``: being written."""

from __future__ import annotations

import argparse

from ..core.report import Report
from .errors import CannotLook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the gate's options."""


def run(options: argparse.Namespace) -> Report:
    """Look, and report what was found."""
    raise CannotLook("modules: nothing to look at")
