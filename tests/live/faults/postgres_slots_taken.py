"""Every connection that PostgreSQL gives is taken, also those that others have."""

import threading

from sandbox.faults.fault import Fault

from ._postgres import take_connections

AGAIN = 0.1
"""Seconds between two tries to take what was given back."""

OTHERS = """
    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
     WHERE usename = %s AND NOT pid = ANY(%s)
"""
"""Ends the sessions that are not ours. What Odoo gave back later would be free for a
moment, and whoever looks just then rightly says so."""


class Taker:
    """Takes every connection there is until it is told to stop."""

    def __init__(self, postgres, database):
        self._where = (postgres, database)
        self._taken = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._take()
        while self._end_others():
            self._take()
        self._thread.start()

    def _end_others(self):
        """End the sessions of others and tell whether there were any."""
        postgres, _database = self._where
        ours = [each.info.backend_pid for each in self._taken]
        return postgres.administer(OTHERS, [postgres.user, ours])

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
