"""Every connection that PostgreSQL gives is taken, also those that others give back."""

import threading

from sandbox.faults.fault import Fault

from ._postgres import take_connections

AGAIN = 0.1
"""Seconds between two tries to take what was given back."""


class Taker:
    """Takes every connection there is until it is told to stop."""

    def __init__(self, postgres, database):
        self._where = (postgres, database)
        self._taken = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._take()
        self._thread.start()

    def _take(self):
        self._taken += take_connections(*self._where, 1000)

    def _go_on(self):
        while not self._over.wait(AGAIN):
            self._take()

    def stop(self):
        """Give all back."""
        self._over.set()
        self._thread.join()
        for connection in self._taken:
            connection.close()


def inject(site):
    return Taker(site.instance.postgres, site.database)


def repair(site, taker):
    taker.stop()


FAULT = Fault(
    title="PostgreSQL without a free connection",
    rule="database-pool-exhausted",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
    alone=True,
)
