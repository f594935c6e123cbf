"""Run with Odoo on PYTHONPATH: what its configmanager makes of files, as JSON lines.

Reads lines ``{"file": …, "environment": {…}, "arguments": […]}`` and answers each
with ``{"values": {…}}``, or ``{"refused": why}`` where Odoo would not start.
"""

import json
import os
import sys

from odoo.tools.config import configmanager

BESIDES = ("config", "data_dir", "screenshots")
"""Depend on the machine."""


def main():
    """Answer every line of standard input."""
    for line in sys.stdin:
        asked = json.loads(line)
        os.environ.update(asked["environment"])
        try:
            answer = {"values": _read(asked)}
        except (Exception, SystemExit) as error:  # noqa: BLE001 any end is a refusal
            answer = {"refused": f"{type(error).__name__}: {error}"}
        for name in asked["environment"]:
            del os.environ[name]
        print(json.dumps(answer), flush=True)


def _read(asked):
    config = configmanager()
    config._log = config._warn = lambda *args, **keywords: None
    config._parse_config(["-c", asked["file"], *asked["arguments"]])
    config._warn_deprecated_options()
    list(config["addons_path"])  # as initialize_sys_path does
    return {
        name: config[name]
        for name, option in config.options_index.items()
        if option.file_loadable and name not in BESIDES
    }


main()
