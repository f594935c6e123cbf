"""Why a command ends with exit code 2."""

from __future__ import annotations

from ..core.errors import CannotLook

__all__ = ["CannotLook"]
