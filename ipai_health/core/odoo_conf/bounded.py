"""Matching that ends: Python's ``re`` cannot be interrupted in a thread, and holds the
whole process while it backtracks.

A pattern that may backtrack for long is tried by a process of its own, which can be
ended. Such patterns are rare, so that nobody else pays for it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as constants  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_constants as constants
    import sre_parse as parser

__all__ = ["constants", "matching", "may_backtrack", "parser"]

PATIENCE = 1.0
"""Seconds for all names: the probe answers within 2 s, whatever happens."""

LOOPS_IN_A_ROW = 3
"""The 63 characters of a name to the power of this are tried in some milliseconds."""

FEW = 8
"""What repeats no more often than this does not count as a loop."""

_APART = (
    "import json, re, sys; pattern, names = json.load(sys.stdin);"
    "matches = re.compile(pattern).match;"
    "print(json.dumps([name for name in names if matches(name)]))"
)


class Endless(re.error):
    """The pattern takes longer than ``PATIENCE`` on these names."""


def matching(pattern: str, names: Sequence[str]) -> list[str]:
    """Return those of ``names`` that begin as ``pattern`` says.

    :raise re.error: the pattern does not compile, or does not end (``Endless``)
    """
    try:
        matches = re.compile(pattern).match
        if not may_backtrack(pattern):
            return [name for name in names if matches(name)]
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from None
    return _apart(pattern, names)


def may_backtrack(pattern: str) -> bool:
    """Tell whether a name could make ``pattern`` take long: a choice inside of a loop,
    a reference back to a group, or many loops. It often means no harm.
    """
    loops = 0
    pending: list[tuple[Any, bool]] = [(parser.parse(pattern), False)]
    while pending:
        tokens, looped = pending.pop()
        for operator, argument in tokens:
            if operator is constants.GROUPREF:
                return True
            if looped and _chooses(operator, argument):
                return True
            loop = _is_repeat(operator) and argument[1] > FEW
            loops += loop
            pending += [(each, looped or loop) for each in _below(argument)]
    return loops > LOOPS_IN_A_ROW


def _chooses(operator: Any, argument: Any) -> bool:
    """Tell whether there is more than one way to go on."""
    if operator is constants.BRANCH:
        return True
    return _is_repeat(operator) and argument[0] != argument[1]


def _is_repeat(operator: Any) -> bool:
    return str(operator).endswith("_REPEAT")


def _below(argument: Any) -> list[Any]:
    """Return the sequences of tokens inside of the argument of a token."""
    if isinstance(argument, parser.SubPattern):
        return [argument]
    if isinstance(argument, tuple | list):
        return [each for one in argument for each in _below(one)]
    return []


def _apart(pattern: str, names: Sequence[str]) -> list[str]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _APART],
            input=json.dumps([pattern, list(names)]),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return list(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        message = f"it backtracks for more than {PATIENCE:g} s on {len(names)} names"
        raise Endless(message) from None
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Endless(f"it cannot be tried safely here: {error}") from None
