"""A way through all files that can be left and taken up again."""

import time

from . import records

FEWEST = 500
MOST = 20_000
"""Records read at once: 5 MB of memory at most. A sweep begins with few, since each may
be a large file, and takes twice as many whenever they were done in no time.
"""

NO_TIME = 0.25
TOO_LONG = 1.0
"""Seconds for a batch: below the first its statement costs more than its files, above
the second people wait for a sign of life.
"""

KEPT_EVERY = 2.0
"""Seconds after which the position is kept: what a killed look loses at most."""

REMEMBERED = 10_000
"""Damaged files that are remembered by name; the others are found again."""


class Sweep:
    """Goes through all files, by size or by checksum.

    :param state: what an unfinished sweep left, ``None`` to begin
    :param keep: called with the state now and then
    :param look: is told the progress, and lets go while files are looked at
    """

    def __init__(self, look_at, state, keep, look):
        self.look_at = look_at
        self.batch = FEWEST
        self.state = state
        self.keep = keep
        self.progress = look.progress
        self.let_go = look.let_go

    def run(self, env, end):
        """Go on until ``end`` on the monotonic clock; return whether it is done."""
        state = self.state = self.state or {
            "position": 0,
            "done": 0,
            "total": records.count(env),
            "damaged": {},
            "elsewhere": [0, None],
        }
        kept = before = time.monotonic()
        while True:
            batch = records.after(env, state["position"], self.batch)
            if batch is None:
                self.progress(state["done"], state["done"])
                return True
            self.let_go()
            self._take(batch)
            now = time.monotonic()
            if now >= end:
                return False
            self._adapt(now - before)
            before = now
            if now - kept >= KEPT_EVERY:
                kept = now
                self.keep(state)

    def _adapt(self, seconds):
        """Choose how many records to read next, by how long the last ones took."""
        if seconds < NO_TIME:
            self.batch = min(self.batch * 2, MOST)
        elif seconds > TOO_LONG:
            self.batch = max(self.batch // 2, FEWEST)

    def _take(self, batch):
        """Look at one batch and note what it came to."""
        state = self.state
        damaged = self.look_at(batch.names, batch.sizes)
        room = REMEMBERED - len(state["damaged"])
        state["damaged"].update(list(damaged.items())[:room])
        count, example = state["elsewhere"]
        state["elsewhere"] = [count + batch.elsewhere, example or batch.example]
        state["position"] = batch.last
        state["done"] += len(batch.names) + batch.elsewhere
        self.progress(state["done"], max(state["total"], state["done"]))
