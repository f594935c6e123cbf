"""A way through all files that can be left and taken up again."""

import time

from . import records

BATCH = 20_000
"""Records read at once: 5 MB of memory, and a progress note every 50 ms."""

BATCH_READ = 500
"""The same where each file is read."""

KEPT_EVERY = 2.0
"""Seconds after which the position is kept: what a killed look loses at most."""

REMEMBERED = 10_000
"""Damaged files that are remembered by name; the others are found again."""


class Sweep:
    """Goes through all files, by size or by checksum.

    :param state: what an unfinished sweep left, ``None`` to begin
    :param keep: called with the state now and then
    """

    def __init__(self, look_at, batch, state, keep, progress):
        self.look_at = look_at
        self.batch = batch
        self.state = state
        self.keep = keep
        self.progress = progress

    def run(self, env, end):
        """Go on until ``end`` on the monotonic clock; return whether it is done."""
        state = self.state = self.state or {
            "position": 0,
            "done": 0,
            "total": records.count(env),
            "damaged": {},
            "elsewhere": [0, None],
        }
        kept = time.monotonic()
        while True:
            batch = records.after(env, state["position"], self.batch)
            if batch is None:
                self.progress(state["done"], state["done"])
                return True
            self._take(batch)
            now = time.monotonic()
            if now >= end:
                return False
            if now - kept >= KEPT_EVERY:
                kept = now
                self.keep(state)

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
