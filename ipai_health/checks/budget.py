"""The time that a run may take: Odoo ends what takes longer, and more than that.

A threaded server restarts itself, with every user's request; a prefork one kills the
worker (``process_limit`` and ``process_timeout`` in odoo/service/server.py).
"""

import math
import threading
import time

from odoo.tools import config

SHARE = 0.75
"""Of Odoo's limit, what a run takes: other actions may have run before it."""

ENOUGH = 0.25
"""Of Odoo's limit, what has to be left for a run to begin."""

LEAST = 1.0
"""Seconds that each look has, also when its run is late."""

_thread = threading.local()
"""``runs`` of this thread: end and seconds of each. The worker of prefork that runs
scheduled actions runs all that are due at once, and does not say since when."""


class Budget:
    """``seconds`` for all looks of a run together, of Odoo's ``limit``."""

    def __init__(self, seconds, limit):
        self._begun = time.monotonic()
        self._end = self._begun + seconds
        self._limit = limit

    def suffices(self):
        """Tell whether a run is to begin: with less time, all its looks would be told
        as too long.
        """
        return self._left() >= ENOUGH * self._limit

    def share(self, wanted):
        """Return the seconds for a look that may take ``wanted``: no more than half of
        what is left, so that something is left for those after it.
        """
        return min(wanted, max(self._left() / 2, LEAST))

    def close(self):
        """Note what the run took, for the next one of this thread."""
        now = time.monotonic()
        _thread.runs = [*_recent(self._limit), (now, now - self._begun)]

    def _left(self):
        return self._end - time.monotonic()


def of_schedule():
    """Return the budget of a run that a scheduled action makes."""
    limit = config["limit_time_real_cron"]
    limit = limit if limit > 0 else config["limit_time_real"]
    return _within(limit, _spent(limit))


def of_request():
    """Return the budget of a run that a request of a user makes."""
    return _within(config["limit_time_real"])


def endless():
    """Return the budget of a run that nothing limits."""
    return Budget(math.inf, 0)


def _within(limit, spent=0.0):
    return Budget(SHARE * limit - spent, limit) if limit else endless()


def _spent(limit):
    """Return the seconds that actions of this thread took just before."""
    begun = getattr(threading.current_thread(), "start_time", None)
    if begun:
        return max(time.time() - begun, 0.0)
    return sum(seconds for _end, seconds in _recent(limit))


def _recent(limit):
    """Return the runs of this thread that ended within ``limit`` seconds."""
    since = time.monotonic() - limit
    return [run for run in getattr(_thread, "runs", ()) if run[0] > since]
