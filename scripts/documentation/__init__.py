"""The pages of the documentation that are written from the code and from figures."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from . import (  # noqa: E402  what they read lies there
    commands,
    comparison,
    metrics,
    options,
    rules,
)

NOTE = "<!-- written by `make docs`; change the code it is made from -->\n\n"

PAGES = {
    "reference/rules.md": rules.page,
    "reference/commands.md": commands.page,
    "reference/options.md": options.page,
    "reference/metrics.md": metrics.page,
}


def pages() -> dict[str, str]:
    """Return the text of each page by its path below docs/."""
    written = {
        name: NOTE + "\n".join([*page(), ""]).rstrip() + "\n"
        for name, page in PAGES.items()
    }
    return written | {comparison.PAGE: comparison.text()}
