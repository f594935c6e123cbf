"""The entry point: pick the command, run it, print what it says, exit."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.exit_code import EXIT_BLIND
from . import parsing
from .commands import COMMANDS, Gate, Tool
from .errors import CannotLook

if TYPE_CHECKING:
    from ..core.report import Report

EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Errors of writing; all that is written here is the output."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ipai-health`` and return its exit code; never raises, never a traceback."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever the locale
    try:
        return _flushed(arguments)
    except CannotLook as reason:
        return _blind(str(reason))
    except BrokenPipeError:
        # the reader (head, less) went away
        _write_no_more()
        return EXIT_BLIND
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _write_no_more()
            return _blind(f"the output cannot be written: {error.strerror}")
        if os.environ.get("IPAI_HEALTH_DEBUG"):
            raise
        # the runner: a crash is one line and exit 2, whatever it was
        return _blind(
            f"crashed, please report it: {type(error).__name__}: {error} "
            "(IPAI_HEALTH_DEBUG=1 shows where)"
        )


def _write_no_more() -> None:
    """Keep the interpreter's last flush quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _flushed(arguments: list[str]) -> int:
    try:
        return _dispatch(arguments)
    finally:
        # the last flush of the interpreter could be caught by nobody
        print(end="", flush=True)


def _dispatch(arguments: list[str]) -> int:
    position = _command_position(arguments)
    if position is None:
        return _without_command(arguments)
    command = COMMANDS[arguments.pop(position)]
    if isinstance(command, Gate):
        return _run_gate(command, arguments)
    return _run_tool(command, arguments)


def _command_position(arguments: list[str]) -> int | None:
    """Return where the command stands; common options may stand before it."""
    if not arguments or arguments[0] in ("-h", "--help", "--version"):
        return None
    if not arguments[0].startswith("-"):
        return 0 if arguments[0] in COMMANDS else None
    from .options import takes_value

    words = iter(enumerate(arguments))
    for position, word in words:
        if word in COMMANDS:
            return position
        if takes_value(word):
            next(words, None)
    return None


def _without_command(arguments: list[str]) -> int:
    if "--version" in arguments:
        from ..core.about import version

        print(f"ipai-health {version()}")
        return 0
    if "-h" in arguments or "--help" in arguments:
        print(_help())
        return 0
    if not arguments or arguments[0].startswith("-"):
        raise CannotLook("which command? See: ipai-health --help")
    raise CannotLook(
        f"unknown command {arguments[0]!r}; there are {', '.join(COMMANDS)}"
    )


def _help() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:{width}}{one.summary}" for name, one in COMMANDS.items()]
    return (
        "usage: ipai-health COMMAND [options]\n\n"
        + "\n".join(lines)
        + "\n\nipai-health COMMAND --help shows a command's options."
        "\nExit code: 0 nothing at or above --fail-on, 1 something, "
        "2 nothing could be inspected."
    )


def _run_tool(command: Tool, arguments: list[str]) -> int:
    parser = parsing.OneLineParser(prog=f"ipai-health {command.name}")
    parser.description = command.summary
    tool = command.load()
    tool.add_arguments(parser)
    return tool.run(parser.parse_args(arguments))


def _run_gate(command: Gate, arguments: list[str]) -> int:
    from . import output

    report, options = parsing.look(command, arguments)
    output.write(report, options)
    return _exit_code(report, options)


def _exit_code(report: Report, options: argparse.Namespace) -> int:
    for line in report.blind:
        _blind(line)
    return report.exit_code(options.fail_on)


def _blind(line: str) -> int:
    from ..core.redact import redact
    from ..core.render.visible import visible

    print(f"ipai-health: {visible(redact(line))}", file=sys.stderr)
    return EXIT_BLIND
