"""At most so many calls in so much time, in one process."""

import time
from collections import OrderedDict, deque

SESSIONS = 1000
"""Sessions that are remembered; the longest silent is forgotten first."""


class Limit:
    """Allow ``most`` calls of a key within ``seconds``."""

    def __init__(self, most, seconds, clock=time.monotonic):
        self.most = most
        self.seconds = seconds
        self.clock = clock
        self.calls = OrderedDict()

    def allows(self, key):
        """Count one call of ``key``; tell whether it is within the limit."""
        now = self.clock()
        calls = self.calls.setdefault(key, deque(maxlen=self.most))
        self.calls.move_to_end(key)
        while len(self.calls) > SESSIONS:
            self.calls.popitem(last=False)
        if len(calls) == self.most and now - calls[0] < self.seconds:
            return False
        calls.append(now)
        return True
