"""Write down every option of an Odoo tree: run with that Odoo on PYTHONPATH.

    PYTHONPATH=$ODOO_SRC python scripts/measure/odoo_options.py > \
        ipai_health/core/data/odoo_options_19.0.json
"""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

from odoo import release
from odoo.tools.config import config

MACHINE_DEPENDENT = {"config", "data_dir", "screenshots"}
"""Their default is a path of whoever runs this."""


def main() -> None:
    """Print the table as JSON, one option or flag a line."""
    head = {
        "series": release.series,
        "measured": datetime.date.today().isoformat(),
        "aliases": config.aliases,
    }
    options = {name: _entry(config.options_index[name]) for name in _names()}
    parts = [f'"{key}": {json.dumps(value)}' for key, value in head.items()]
    parts += [_table("flags", dict(sorted(_flags()))), _table("options", options)]
    sys.stdout.write("{\n" + ",\n".join(parts) + "\n}\n")


def _table(name: str, entries: dict[str, Any]) -> str:
    lines = [f'  "{key}": {json.dumps(value)}' for key, value in entries.items()]
    return f'"{name}": {{\n' + ",\n".join(lines) + "\n}"


def _names() -> list[str]:
    return sorted(config.options_index)


def _flags() -> list[tuple[str, list[Any]]]:
    """Return each flag of the command line with the option it sets and how."""
    groups = [config.parser, *config.parser.option_groups]
    return [
        (flag, [option.dest, option.action, _constant(option)])
        for group in groups
        for option in group.option_list
        if option.dest
        for flag in (*option._short_opts, *option._long_opts)
    ]


def _constant(option: Any) -> Any:
    if option.nargs_ == "?":
        return option.const
    constants = {"store_true": True, "store_false": False}
    return constants.get(option.action, option.const and list(option.const))


def _entry(option: Any) -> dict[str, Any]:
    boolean = option.action in ("store_true", "store_false")
    default = None if option.dest in MACHINE_DEPENDENT else option.my_default
    entry: dict[str, Any] = {
        "type": "bool" if boolean else option.type,
        "default": default,
        "switch": boolean,
        "file": option.file_loadable,
    }
    if option.choices:
        entry["choices"] = list(option.choices)
    if option.env_name:
        entry["env"] = option.env_name
    return entry


if __name__ == "__main__":
    main()
