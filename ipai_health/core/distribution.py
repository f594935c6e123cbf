"""What distributions of Odoo leave out on purpose, so that its absence is no fault."""

from __future__ import annotations

SOURCES_LEFT_OUT = frozenset(
    {
        # Files-Excluded in debian/copyright of odoo-19, for its licence
        "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
    }
)
"""Sources named by a manifest of Odoo's own that a package does not carry."""


def left_out(path: str) -> bool:
    """Tell whether the source ``path`` is missing by decision of a distribution."""
    return path.lstrip("/") in SOURCES_LEFT_OUT


def speaks_of_left_out(text: str) -> bool:
    """Tell whether an error is about a source that is missing by such a decision."""
    return any(path in text for path in SOURCES_LEFT_OUT)
