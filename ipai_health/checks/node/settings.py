"""The configuration of the process that looks, as written and as it is in force."""

import os
import sys
from pathlib import Path

from odoo.service import server
from odoo.tools import config

from ...core.odoo_conf import layers
from ...core.odoo_conf.settings import from_running


def is_server():
    """Tell whether a server runs in this process; else it is a command, whose own
    arguments (``-d``, ``--log-level``) say nothing about the server.
    """
    return server.server is not None


def file_of():
    """Return the path of odoo.conf, or ``None`` when there is none to read."""
    path = config["config"]
    path = path[-1] if isinstance(path, list) else path
    return path if path and os.access(path, os.R_OK) else None


def written():
    """Return the settings by file, environment and arguments, read again."""
    path = file_of()
    text = Path(path).read_text("utf-8", "replace") if path else ""
    return layers.load(
        text,
        file=path,
        environment=os.environ,
        arguments=sys.argv[1:] if is_server() else (),
    )


def in_force():
    """Return the settings that the server runs with."""
    return from_running(config.options) if is_server() else written()
