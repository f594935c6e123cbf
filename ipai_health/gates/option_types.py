"""What the values of options have to be; argparse says so in one line."""

from __future__ import annotations

import argparse
import math

LONGEST = 86_400.0
"""Seconds: nobody waits a day for an answer, and clocks refuse far more."""
LAST_PORT = 65_535
LARGEST = 1_000_000_000
"""More than any log has lines, and within what every machine counts to."""


def seconds(text: str) -> float:
    """Return a time that may be nothing. Raises ``ArgumentTypeError``."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return value


def patience(text: str) -> float:
    """Return a time to wait. Raises ``ArgumentTypeError``."""
    value = seconds(text)
    if not value:
        raise argparse.ArgumentTypeError(f"{text}: must be more than 0")
    return value


def count(text: str) -> int:
    """Return a number from one on. Raises ``ArgumentTypeError``."""
    return _number(text, "number", LARGEST)


def port(text: str) -> int:
    """Return the number of a TCP port. Raises ``ArgumentTypeError``."""
    return _number(text, "port", LAST_PORT)


def _number(text: str, what: str, last: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if not 1 <= value <= last:
        raise argparse.ArgumentTypeError(f"{text} is no {what} from 1 to {last}")
    return value
