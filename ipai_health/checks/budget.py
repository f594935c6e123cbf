"""The time that a run may take: Odoo ends what takes longer, and more than that.

A threaded server restarts itself, with every user's request; a prefork one kills the
worker (``process_limit`` and ``process_timeout`` in odoo/service/server.py).
"""

import math
import threading
import time

from odoo.http import request
from odoo.tools import config

try:
    import resource
except ImportError:  # Windows, where Odoo limits no seconds of a processor either
    resource = None

SHARE = 0.75
"""Of Odoo's limit, what may have passed when the last look ends: storing and telling
take the rest."""

ENOUGH = 0.25
"""Of Odoo's limit, what has to be left of that share for a scheduled run to begin."""

LEAST = 1.0
"""Seconds that each look has, also when its run is late."""


class Budget:
    """``seconds`` for all looks of a run together; ``suffices`` tells whether a run is
    to begin: with too little time, all its looks would be told as too long.
    """

    def __init__(self, seconds, suffices=True):
        self._end = time.monotonic() + seconds
        self.suffices = suffices

    def share(self, wanted):
        """Return the seconds for a look that may take ``wanted``: no more than half of
        what is left, so that something is left for those after it.
        """
        return min(wanted, max((self._end - time.monotonic()) / 2, LEAST))


def of_schedule():
    """Return the budget of a run that a scheduled action makes; one that a person runs
    by hand is a part of their request.
    """
    if request:
        return of_request()
    limit = config["limit_time_real_cron"]
    if limit < 0 or (limit == 0 and not config["workers"]):
        # a threaded server takes 0 for this one, a prefork one for no limit
        limit = config["limit_time_real"]
    return _within(limit, ENOUGH)


def of_request():
    """Return the budget of a run that a request of a user makes: somebody waits for
    it, so it begins however late it is.
    """
    return _within(config["limit_time_real"])


def endless():
    """Return the budget of a run that nothing limits."""
    return Budget(math.inf)


def _within(limit, enough=-math.inf):
    left = SHARE * limit - _spent() if limit else math.inf
    # what takes a second of a processor takes one of the clock at least
    return Budget(
        min(left, SHARE * _seconds_of_processor()), not limit or left >= enough * limit
    )


def _spent():
    """Return the seconds since when Odoo counts what this thread does now. It notes
    that itself in a threaded server, ``node.serving`` for workers of scheduled actions;
    of a request in a worker it notes when that began.
    """
    thread = threading.current_thread()
    if begun := getattr(thread, "start_time", None):
        return max(time.time() - begun, 0.0)
    if request and (begun := getattr(thread, "perf_t0", None)):
        return max(time.perf_counter() - begun, 0.0)
    return 0.0


def _seconds_of_processor():
    """Return how many a worker has left of ``limit_time_cpu``."""
    if resource is None:
        return math.inf
    limit, _most = resource.getrlimit(resource.RLIMIT_CPU)
    if limit == resource.RLIM_INFINITY:
        return math.inf
    used = resource.getrusage(resource.RUSAGE_SELF)
    return limit - used.ru_utime - used.ru_stime
