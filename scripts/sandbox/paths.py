"""Where things lie: the checkout, its run folder, the cache of downloads."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

ADDON = ROOT / "ipai_health"


def cache_folder() -> Path:
    """Return the folder of downloads, ``${XDG_CACHE_HOME:-~/.cache}/ipai-health``."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ipai-health"


def run_folder() -> Path:
    """Return the folder that make's own databases, logs and settings live in."""
    return Path(os.environ.get("IPAI_HEALTH_RUN", ROOT / ".run"))
