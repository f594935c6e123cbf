"""The threads of the scheduled actions met no PostgreSQL and died; HTTP goes on."""

import time

from sandbox.faults.fault import Fault

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


def repair(site, _kept):
    """Only a restart brings the threads back."""
    site.restart()


FAULT = Fault(
    title="dead threads of the scheduled actions",
    rule="cron-stalled",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("threaded",),
    patience=180.0,
)
