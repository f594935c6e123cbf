"""Why a command ends with exit code 2."""

from __future__ import annotations


class CannotLook(Exception):
    """Nothing could be inspected; the message is the one line the user reads."""
