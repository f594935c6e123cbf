"""What a healthy Odoo lacks: files that its own manifests name and nobody misses.

Measured on the 600 addons of Odoo 19.0 as Debian ships it (19.0.0+dfsg-1): every
asset path of a manifest, looked up on disk. Debian leaves out what is not free; the
others are slips of Odoo's own. A finding about one of them would never be mended.
"""

from __future__ import annotations

STOCK_MISSING_SOURCES = frozenset(
    {
        "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
        "project/static/src/views/project_task_model_mixin",
        "website/static/src/interactions/follow.edit.js",
    }
)
"""Paths relative to the addons path, without a leading slash."""


def is_stock_missing(path: str) -> bool:
    """Tell whether a healthy Odoo lacks the asset source ``path`` too."""
    return path.lstrip("/") in STOCK_MISSING_SOURCES
