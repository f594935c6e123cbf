"""Kills what is left of the 200 for the length of a slice."""

import random
import time
from collections import Counter

from sandbox.paths import run_folder
from torture import stage
from torture.book import Book
from torture.play import Result

from . import aftermath, command_kills, postgres_kills, server_kills
from .ledger import Ledger
from .scene import Scene

MODE = "prefork"

KINDS = {
    "worker": (40, server_kills.worker),
    "backend": (35, postgres_kills.backend),
    "purge": (25, command_kills.purge),
    "master": (20, server_kills.master),
    "postmaster": (20, postgres_kills.postmaster),
    "run": (15, command_kills.run),
    "scheduled": (15, server_kills.scheduled),
    "helper": (12, server_kills.helper),
    "assets": (10, command_kills.assets),
    "drain": (8, command_kills.drain),
}
"""By name: how many of 200, and the function that kills."""


class Runner:
    """One slice of the kills."""

    def __init__(self, options):
        self._seed = options.seed
        self._end = time.monotonic() + options.minutes * 60
        self._folder = run_folder() / "kills"
        self._book = Book(self._folder / "results.jsonl", fresh=options.fresh)
        self._plan = {
            f"{number:03} {kind}": kind
            for number, kind in enumerate(plan(options.seed), 1)
            if options.first <= number <= options.last
            and kind in (options.kind or KINDS)
        }

    def run(self) -> int:
        """Kill until nothing is left or the time is over; print the summary."""
        if self._left():
            with stage.site(self._folder, MODE) as site:
                self._kill_all(site)
        rows = [self._book.rows.get((name, MODE)) for name in self._plan]
        done = [row for row in rows if row]
        wrong = [row for row in done if row["complaints"]]
        print(summary(self._plan, done, wrong), flush=True)
        left = len(rows) - len(done)
        if left:
            print(f"{left} left: run make kills again")
        return 1 if left or wrong else 0

    def _left(self):
        return [name for name in self._plan if not self._book.has(name, MODE)]

    def _kill_all(self, site):
        scene = Scene(site, random.Random())
        ledger = Ledger(site)
        try:
            scene.break_it()
            expected = site.open_findings()
            for name in self._left():
                if time.monotonic() > self._end:
                    return
                scene.chance.seed(f"{self._seed} {name}")
                self._kill(scene, ledger, name, expected)
        finally:
            scene.close()

    def _kill(self, scene, ledger, name, expected):
        _share, function = KINDS[self._plan[name]]
        ledger.note()
        result = Result(name, MODE)
        what, result.complaints = function(scene, ledger)
        complaints, result.healed = scene.recover()
        result.complaints += complaints
        result.complaints += aftermath.look(scene.site, ledger, expected)
        self._book.write(result)
        print(line(result, what), flush=True)


def plan(seed):
    """Return the names of all 200 kills in their order."""
    kinds = [kind for kind, (share, _kill) in KINDS.items() for _each in range(share)]
    random.Random(seed).shuffle(kinds)
    return kinds


def line(result, what):
    """Return the one line of a kill."""
    word = "right" if result.right else "WRONG"
    text = f"{word}  {result.name:16} {what:24} right again after {result.healed:.1f} s"
    return "\n       ".join([text, *result.complaints])


def summary(wanted, done, wrong):
    """Return one line that counts them all."""
    kinds = Counter(row["name"].partition(" ")[2] for row in done)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    slowest = max((row["healed"] for row in done), default=0.0)
    return (
        f"{len(done) - len(wrong)} of {len(wanted)} kills right, {len(wrong)} wrong "
        f"({counted}); slowest way back {slowest:.1f} s"
    )
