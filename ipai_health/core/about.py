"""The version of this addon and its command."""

from __future__ import annotations

import ast
from pathlib import Path


def version() -> str:
    """Return the version that the manifest says, its one home.

    Read as text: package metadata takes longer, and Odoo's own reader has another name
    in each series.
    """
    manifest = Path(__file__).parents[1] / "__manifest__.py"
    return str(ast.literal_eval(manifest.read_text("utf-8"))["version"])
