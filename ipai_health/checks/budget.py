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

LEAST = 1.0
"""Seconds that each look has, also when its run is late."""


class Budget:
    """``seconds`` for all looks of a run together."""

    def __init__(self, seconds):
        self._end = time.monotonic() + seconds

    def share(self, wanted):
        """Return the seconds for a look that may take ``wanted``: no more than half of
        what is left, so that something is left for those after it.
        """
        left = self._end - time.monotonic()
        return min(wanted, max(left / 2, LEAST))


def of_schedule():
    """Return the budget of a run that a scheduled action makes."""
    limit = config["limit_time_real_cron"]
    return _within(limit if limit > 0 else config["limit_time_real"])


def of_request():
    """Return the budget of a run that a request of a user makes."""
    return _within(config["limit_time_real"])


def endless():
    """Return the budget of a run that nothing limits."""
    return Budget(math.inf)


def _within(limit):
    if not limit:
        return endless()
    begun = getattr(threading.current_thread(), "start_time", None)
    spent = max(time.time() - begun, 0.0) if begun else 0.0
    return Budget(SHARE * limit - spent)
