"""The command's own version."""

from __future__ import annotations

import ast
from pathlib import Path


def version() -> str:
    """Return the version of the addon's manifest: faster than the package metadata."""
    manifest = Path(__file__).parents[1] / "__manifest__.py"
    return str(ast.literal_eval(manifest.read_text("utf-8"))["version"])
