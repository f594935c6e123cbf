"""What a healthy Odoo lacks: files that its own manifests name and nobody misses.

Measured on the 600 addons of Odoo 19.0 as Debian ships it (19.0.0+dfsg-1): every
asset path of a manifest, looked up on disk. A finding about one of them would never
be mended.
"""

from __future__ import annotations

LEFT_OUT_BY_DEBIAN = frozenset(
    {
        # Files-Excluded in debian/copyright of odoo-19, for its licence
        "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
    }
)
"""Odoo says so in the bundles, too. Paths relative to the addons path."""

SLIPS_OF_ODOO = frozenset(
    {
        "project/static/src/views/project_task_model_mixin",
        "website/static/src/interactions/follow.edit.js",
    }
)
"""Named by a manifest of Odoo's own, carried by no source of it."""


def left_out(path: str) -> bool:
    """Tell whether a healthy Odoo lacks the asset source ``path`` too."""
    name = path.lstrip("/")
    return name in LEFT_OUT_BY_DEBIAN or name in SLIPS_OF_ODOO


def speaks_of_left_out(text: str) -> bool:
    """Tell whether an error in a bundle is about a source that Debian leaves out."""
    return any(path in text for path in LEFT_OUT_BY_DEBIAN)
