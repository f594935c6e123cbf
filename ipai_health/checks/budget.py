"""The time that a run may take: Odoo ends what takes longer, and more than that.

A threaded server restarts itself, with every user's request; a prefork one kills the
worker (``process_limit`` and ``process_timeout`` in odoo/service/server.py).
"""

import contextlib
import math
import threading
import time
import weakref

from odoo.tools import config

SHARE = 0.75
"""Of Odoo's limit, what may have passed when the last look ends: storing and telling
take the rest."""

ENOUGH = 0.25
"""Of Odoo's limit, what has to be left of that share for a scheduled run to begin."""

LEAST = 1.0
"""Seconds that each look has, also when its run is late."""


class _Pass(threading.local):
    """The pass through the scheduled actions that a thread is in. Odoo notes when it
    began in a threaded server alone, as ``start_time`` of the thread.
    """

    under_way = False
    begun = 0.0

    @staticmethod
    def cursor():
        """Return the cursor of the pass, ``None`` when it is over."""


_pass = _Pass()


class Budget:
    """``seconds`` for all looks of a run together; it begins with ``needed`` of them
    at least.
    """

    def __init__(self, seconds, needed=-math.inf):
        self._end = time.monotonic() + seconds
        self._needed = needed

    def suffices(self):
        """Tell whether a run is to begin: with less time, all its looks would be told
        as too long.
        """
        return self._left() >= self._needed

    def share(self, wanted):
        """Return the seconds for a look that may take ``wanted``: no more than half of
        what is left, so that something is left for those after it.
        """
        return min(wanted, max(self._left() / 2, LEAST))

    def _left(self):
        return self._end - time.monotonic()


def of_schedule():
    """Return the budget of a run that a scheduled action makes."""
    limit = config["limit_time_real_cron"]
    if limit < 0 or (limit == 0 and not config["workers"]):
        # a threaded server takes 0 for this one, a prefork one for no limit
        limit = config["limit_time_real"]
    return _within(limit, needed=ENOUGH * limit)


def of_request():
    """Return the budget of a run that a request of a user makes: somebody waits for
    it, so it begins however late it is.
    """
    return _within(config["limit_time_real"])


def endless():
    """Return the budget of a run that nothing limits."""
    return Budget(math.inf)


@contextlib.contextmanager
def scheduled_action(cursor):
    """Hold that this thread runs a scheduled action. Odoo runs all that are due in one
    pass, with one ``cursor``, and limits the time of the pass.
    """
    if _pass.cursor() is not cursor:
        _pass.cursor, _pass.begun = weakref.ref(cursor), time.monotonic()
    _pass.under_way = True
    try:
        yield
    finally:
        _pass.under_way = False


def _within(limit, needed=-math.inf):
    return Budget(SHARE * limit - _spent(), needed) if limit else endless()


def _spent():
    """Return the seconds that what this thread does now took already."""
    begun = getattr(threading.current_thread(), "start_time", None)
    if begun:
        return max(time.time() - begun, 0.0)
    return time.monotonic() - _pass.begun if _pass.under_way else 0.0
