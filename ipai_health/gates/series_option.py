"""The option ``--series``: which Odoo the files are for."""

from __future__ import annotations

import argparse

from ..core.odoo_conf.options import MEASURED_SERIES, SERIES


def add(parser: argparse.ArgumentParser) -> None:
    """Declare ``--series``."""
    parser.add_argument(
        "--series",
        choices=SERIES,
        default=MEASURED_SERIES,
        help=f"of Odoo (default {MEASURED_SERIES})",
    )
