"""The commands and their arguments, as their parsers have them."""

import argparse
import importlib.util
import sys
import types
from pathlib import Path

from ipai_health.gates import options as common
from ipai_health.gates.commands import COMMANDS, Gate

ROOT = Path(__file__).resolve().parents[2]


def page() -> list[str]:
    """Return the lines of the page of commands."""
    lines = [
        "# Commands",
        "",
        "`ipai-health` needs no Odoo. Exit codes: 0 nothing at or above `--fail-on`, 1 "
        "something, 2 nothing could be inspected.",
        "",
    ]
    for name, command in COMMANDS.items():
        parser = argparse.ArgumentParser(add_help=False)
        command.load().add_arguments(parser)
        lines += [f"## `ipai-health {name}`", "", _sentence(command.summary), ""]
        lines += _table(parser)
        if isinstance(command, Gate):
            lines += ["And the [common options](#common-options).", ""]
    parser = argparse.ArgumentParser(add_help=False)
    common.add_arguments(parser)
    lines += ["## Common options", "", "Of every gate.", "", *_table(parser)]
    lines += [
        "## `odoo health`",
        "",
        "Inside Odoo; takes the server's own options too. Everything but `--drain` and "
        "`--undrain` needs `-d DATABASE`.",
        "",
        *_table(_odoo_health()),
    ]
    return lines


def _sentence(text: str) -> str:
    first = text.partition(" ")[0]
    return f"{text}." if "." in first else f"{text[0].upper()}{text[1:]}."


def _table(parser) -> list[str]:
    rows = [
        f"| {_usage(action)} | {_meaning(action)} |"
        for action in parser._actions
        if action.help != argparse.SUPPRESS
    ]
    if not rows:
        return []
    return ["| argument | meaning |", "| --- | --- |", *rows, ""]


def _usage(action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    if action.choices and action.metavar is None:
        value = "|".join(map(str, action.choices))
    if isinstance(value, tuple):
        value = " ".join(value)
    if action.nargs == 0:
        value = ""
    name = ", ".join(action.option_strings)
    words = f"`{name}` {value}" if name else str(value)
    return words.replace("|", "\\|").strip()


def _meaning(action) -> str:
    if not action.help:
        raise SystemExit(f"the argument {_usage(action)} says nothing about itself")
    text = action.help.replace("|", "\\|").replace("%%", "%")
    if "%(" in text:
        text %= {"default": action.default, "prog": "ipai-health"}
    return text


def _odoo_health():
    """Return the parser of ``odoo health``, which Odoo alone can import."""
    names = ("odoo", "odoo.cli", "odoo.tools")
    stubs = {name: types.ModuleType(name) for name in names}
    stubs["odoo.cli"].Command = object
    stubs["odoo.tools"].config = {}
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(stubs)
    try:
        path = ROOT / "ipai_health" / "cli" / "health.py"
        spec = importlib.util.spec_from_file_location("health", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        parser = module._parser("odoo health")
    finally:
        for name, known in before.items():
            if known is None:
                del sys.modules[name]
            else:
                sys.modules[name] = known
    parser._actions = [each for each in parser._actions if each.dest != "help"]
    return parser
