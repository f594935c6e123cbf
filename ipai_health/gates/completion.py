"""``completion``: the script that completes commands, options and rules in a shell."""

from __future__ import annotations

import argparse

from ..core.rules import RULES
from ..core.severity import SEVERITIES
from .commands import COMMANDS, GATES
from .output import FORMATS

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the shell."""
    parser.add_argument("shell", choices=SHELLS, help="for which shell")


def run(options: argparse.Namespace) -> int:
    """Print the script, to be sourced or put where the shell looks for it."""
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]())
    return 0


def command_options(name: str) -> list[str]:
    """Return the long options of the command ``name``."""
    from . import options as common

    parser = argparse.ArgumentParser(add_help=True)
    command = COMMANDS[name]
    command.load().add_arguments(parser)
    if command in GATES:
        common.add_arguments(parser)
    strings = (text for action in parser._actions for text in action.option_strings)
    return sorted(text for text in strings if text.startswith("--"))


def _bash() -> str:
    cases = "\n".join(
        f'    {name}) words="{" ".join(_words(name))}" ;;' for name in COMMANDS
    )
    return f"""\
_ipai_health() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words
  case $previous in
    --format) words="{" ".join(FORMATS)}" ;;
    --fail-on) words="{" ".join(SEVERITIES)}" ;;
    --ignore) words="{" ".join(sorted(RULES))}" ;;
    *) case ${{COMP_WORDS[1]}} in
{cases}
    *) words="{" ".join(COMMANDS)} --help --version" ;;
    esac ;;
  esac
  [ "$COMP_CWORD" = 1 ] && words="{" ".join(COMMANDS)} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _ipai_health ipai-health"""


def _zsh() -> str:
    return f"autoload -U +X bashcompinit && bashcompinit\n{_bash()}"


def _fish() -> str:
    here = "complete -c ipai-health"
    lines = [
        f"{here} -n __fish_use_subcommand -a {one.name} -d {_quoted(one.summary)}"
        for one in COMMANDS.values()
    ]
    for name in COMMANDS:
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        lines += [f"{here} {seen} -l {one[2:]}" for one in command_options(name)]
    rules = " ".join(sorted(RULES))
    lines.append(f"{here} -n '__fish_seen_subcommand_from explain' -fa '{rules}'")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'"


def _words(name: str) -> list[str]:
    if name == "explain":
        return sorted(RULES)
    if name == "completion":
        return list(SHELLS)
    return command_options(name)
