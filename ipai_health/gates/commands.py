"""Which commands there are: names and one-liners, without importing any of them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from ..core.report import Report


class GateModule(Protocol):
    """What the file of a gate offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the gate's own options; the common ones are added elsewhere."""

    def run(self, options: argparse.Namespace) -> Report:
        """Look, and say what was found. Raises ``CannotLook``."""


class ToolModule(Protocol):
    """What the file of a command that yields no report offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it, and return the exit code. Raises ``CannotLook``."""


@dataclass(frozen=True)
class Command:
    """A command of ``ipai-health``, implemented by the file of that name here."""

    name: str
    summary: str

    def load(self) -> object:
        """Import the command's file; nothing else may import it."""
        return import_module(f"{__package__}.{self.name}")


@dataclass(frozen=True)
class Gate(Command):
    """A command that looks and reports findings."""

    def load(self) -> GateModule:
        """Import the gate's file."""
        return cast(GateModule, super().load())


@dataclass(frozen=True)
class Tool(Command):
    """A command that does something else, with an exit code of its own."""

    def load(self) -> ToolModule:
        """Import the tool's file."""
        return cast(ToolModule, super().load())


GATES: tuple[Gate, ...] = (
    Gate("config", "odoo.conf holds the canonical values, and nothing Odoo refuses"),
    Gate("compose", "Odoo and PostgreSQL of a compose file find each other"),
    Gate("modules", "manifests, dependencies, files; ship list = install list"),
    Gate("assets", "a real Odoo installs the modules and builds every bundle"),
    Gate("web", "the login page, the web client and every bundle they link"),
    Gate("db", "the database is reachable, initialised, settled and exposed"),
    Gate("logs", "the contract's patterns do not stand at the end of the log"),
    Gate("containers", "containers run, are healthy, and the database has its name"),
    Gate("prod", "the whole runtime contract in one report"),
)

TOOLS: tuple[Tool, ...] = (
    Tool("checklist", "the deployment checklist; a dry run without --yes"),
    Tool("recover", "the recovery procedures; a dry run without --yes"),
    Tool("explain", "what a rule means, why it matters, how to fix it"),
    Tool("serve", "the probe in a process of its own, beside Odoo"),
    Tool("completion", "print the completion script for bash, zsh or fish"),
)

_ALL: tuple[Gate | Tool, ...] = (*GATES, *TOOLS)

COMMANDS: dict[str, Gate | Tool] = {command.name: command for command in _ALL}
"""Every command by its name, in the order of the help."""
