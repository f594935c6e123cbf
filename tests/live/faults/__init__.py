"""The faults of the matrix: one file each, beside the six of the demo."""

import importlib
import pkgutil
from pathlib import Path

from sandbox.faults import DEMO

DEMO_NAMES = (
    "lost_stylesheet",
    "truncated_stylesheet",
    "pending_module",
    "module_without_folder",
    "view_with_lost_field",
    "stopped_postgres",
)


def load():
    """Return every fault by its name, which is that of its file."""
    files = pkgutil.iter_modules([str(Path(__file__).parent)])
    names = sorted(file.name for file in files if not file.name.startswith("_"))
    own = {name: importlib.import_module(f"{__name__}.{name}").FAULT for name in names}
    return dict(zip(DEMO_NAMES, DEMO, strict=True)) | own
