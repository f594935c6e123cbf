"""Who this node is: what its row says beside the signs of life."""

import os
import time
from typing import NamedTuple

import odoo
from odoo import release
from odoo.tools import config

from ...core.about import version
from ...probe.drain import node_name

STARTED = time.time()
"""When the first process of the tree imported this: its children inherit it, so that
it tells one life of a node from the next."""

LEADER = os.getpid()
"""The process that leads the tree, for the same reason."""


class Identity(NamedTuple):
    """What stays the same as long as the node runs; ``started`` in seconds since
    1970.
    """

    name: str
    port: int
    pid: int
    workers: int
    odoo_version: str
    addon_version: str
    started: float


def here():
    """Return the identity of the node that this process belongs to."""
    return Identity(
        name=node_name(config["http_port"]),
        port=config["http_port"],
        pid=LEADER,
        workers=0 if odoo.evented else config["workers"],
        odoo_version=release.version,
        addon_version=version(),
        started=STARTED,
    )
