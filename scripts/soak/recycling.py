"""Ends workers of a prefork server politely, one after the other.

As their parent does: SIGINT lets a worker finish its request, SIGTERM ends it at once.
"""

import contextlib
import os
import signal
import threading

from sandbox import workers

EVERY = 25.0
"""Seconds between two workers; ``limit_request`` ends others in between."""


class Recycling:
    """Works on ``server`` from a thread until the end of ``with``; does nothing where
    there are no workers.
    """

    def __init__(self, server):
        self._server = server
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.ended = 0

    def __enter__(self):
        if self._server.mode != "threaded":
            self._thread.start()
        return self

    def __exit__(self, *error):
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self):
        while not self._end.wait(EVERY):
            oldest = workers.of(self._server)[:1]
            with contextlib.suppress(ProcessLookupError):
                for pid in oldest:
                    os.kill(pid, signal.SIGINT)
                    self.ended += 1
