"""The threads of the scheduled actions met no PostgreSQL and died; HTTP goes on."""

import time

from sandbox.faults.fault import Fault

from ._node import restart
from .cron_stalled import LATE

AWAY = 3.0
"""Seconds without PostgreSQL: the threads connect again at once, and only once."""


def inject(site):
    """Take PostgreSQL away for a moment, and let the actions be late."""
    postgres = site.instance.postgres
    postgres.stop()
    time.sleep(AWAY)
    postgres.start()
    site.sql(LATE)


FAULT = Fault(
    title="dead threads of the scheduled actions",
    rule="cron-stalled",
    inject=inject,
    repair=restart,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("threaded",),
    patience=180.0,
)
