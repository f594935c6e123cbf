"""Plays what is left of the matrix for the length of a slice."""

import importlib
import itertools
import random
import time

from sandbox.paths import run_folder

from . import ground, workshop
from .book import Book
from .play import play

PAIRS = {"threaded": 150, "prefork": 10, "gevent": 10}
BOUT = 480.0
"""Seconds that one server is broken again and again. In threaded mode Odoo's cron
threads die with the first lost connection to PostgreSQL, and cron-stalled says so,
rightly, 15 minutes later."""

SEED = 19
"""The pairs are drawn with it, so that every slice draws the same."""


class Runner:
    """One slice of the matrix."""

    def __init__(self, options):
        self.faults = importlib.import_module("faults").load()
        self.modes = options.mode or list(PAIRS)
        self.wanted = options.fault
        self.pairs_only = options.pairs_only
        self.pairs = (
            PAIRS if options.pairs is None else dict.fromkeys(PAIRS, options.pairs)
        )
        self.end = time.monotonic() + options.minutes * 60
        self.folder = run_folder() / "torture"
        self.book = Book(self.folder / "results.jsonl", options.fresh, options.any_code)

    def run(self) -> int:
        """Play until nothing is left or the time is over; print the summary."""
        matrix = {mode: self.left(mode) for mode in self.modes}
        if any(matrix.values()):
            self._play(matrix)
        self.book.keep({(name, mode) for mode in self.modes for name in self.all(mode)})
        print(self.book.summary(self.modes), flush=True)
        left = sum(len(self.left(mode)) for mode in self.modes)
        if left:
            print(f"{left} left: run make torture again")
        return 1 if left or self.book.wrong(self.modes) else 0

    def left(self, mode):
        """Return the combinations of faults still to be played in ``mode``, by name."""
        return {
            name: faults
            for name, faults in self.all(mode).items()
            if not self.book.has(name, mode)
        }

    def all(self, mode):
        """Return the combinations of faults that belong to ``mode``, by name."""
        known = {
            name: [fault]
            for name, fault in self.faults.items()
            if mode in fault.modes and not self.pairs_only
        }
        if self.wanted:
            return {
                name: [self.faults[each] for each in name.split("+")]
                for name in self.wanted
            }
        known |= {
            "+".join(pair): [self.faults[each] for each in pair]
            for pair in pairs(self.faults, self.pairs[mode])
        }
        # the patient ones last: a slice shows most in its first minutes
        return dict(sorted(known.items(), key=lambda each: _patience(each[1])))

    def _play(self, matrix):
        with workshop.opened(self.folder) as made:
            for mode, left in matrix.items():
                if left:
                    self._play_mode(made, mode, left)

    def _play_mode(self, made, mode, left):
        names = list(left)
        while names and time.monotonic() < self.end:
            bout = min(time.monotonic() + BOUT, self.end)
            with ground.served(made, self.folder / mode, mode) as site:
                sound = True
                while names and sound and time.monotonic() < bout:
                    name = names.pop(0)
                    sound = self._play_one(site, left[name], name, mode)

    def _play_one(self, site, faults, name, mode):
        """Play and keep one result; return whether the site can be used again."""
        missing = [text for fault in faults if (text := fault.needs(site))]
        if missing:
            print(f"left out  {mode:8}  {name}: {missing[0]}", flush=True)
            return True
        result = play(site, faults, name, mode)
        self.book.write(result)
        print(result.line(), flush=True)
        return result.right


def pairs(faults, number):
    """Return ``number`` pairs of names; what hides the other comes last."""
    able = sorted(name for name, fault in faults.items() if not fault.alone)
    drawn = [
        pair
        for pair in itertools.combinations(able, 2)
        if not (faults[pair[0]].hides and faults[pair[1]].hides)
        and faults[pair[0]].rule != faults[pair[1]].rule
    ]
    random.Random(SEED).shuffle(drawn)
    possible = [pair for pair in drawn if not _break_the_same(faults, *pair)]
    return [
        tuple(sorted(pair, key=lambda name: faults[name].hides))
        for pair in possible[:number]
    ]


def _break_the_same(faults, one, other):
    return bool(faults[one].breaks) and faults[one].breaks == faults[other].breaks


def _patience(faults):
    return max(fault.patience for fault in faults)
