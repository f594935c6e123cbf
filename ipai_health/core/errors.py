"""What keeps a look from looking, apart from the faults that it looks for."""

from __future__ import annotations


class CannotLook(Exception):
    """Nothing could be inspected; the message is the one line the user reads."""
