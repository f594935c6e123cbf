"""``make compare``: the faults of the matrix, seen by others and by us.

Goes on where it was stopped; with the last fault it writes the table.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict

import psycopg2
from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.paths import run_folder
from torture import ground, workshop
from torture.judge import named
from torture.runner import BOUT, Runner

from . import others, table, tellers
from .visit import PATIENCE, visit

TELLING = 1.0
"""Seconds that who tells by himself may take after a user met the fault."""


class Comparison(Runner):
    """Breaks and heals as the matrix does, and asks everybody meanwhile."""

    def __init__(self, options):
        super().__init__(options)
        self.folder = run_folder() / "compare"
        self.kept = self.folder / "rows.json"
        self.rows = {}
        if self.kept.exists() and not options.fresh:
            self.rows = json.loads(self.kept.read_text())
        self.tried = []

    def left(self, mode):
        """Return every fault that is one and that stays: silence is no matter of
        comparison, nor is what takes minutes to be late.
        """
        chosen = self.wanted or [
            name
            for name, fault in self.faults.items()
            if fault.rule
            and not fault.command
            and fault.patience <= PATIENCE * 2
            and mode in fault.modes
        ]
        return {name: self.faults[name] for name in chosen if name not in self.rows}

    def run(self):
        """Try the others, ask about each fault, and write what the table is made of."""
        addons, libraries = others.fetch(self.folder)
        with workshop.opened(self.folder) as made:
            basic = workshop.basic(made.postgres, self.folder)
            self.tried = others.try_all(basic, workshop.BASE, addons, libraries)
            for each in self.tried:
                print(f"{each.package} {each.version}: {each.outcome}", flush=True)
            left = self.left("threaded")
            with tellers.opened(basic.source, addons, libraries) as (told, beside):
                while left and time.monotonic() < self.end:
                    self._play_bout(made, left, told, beside)
        if left:
            print(f"{len(left)} left: run make compare again")
            return 1
        rows = list(self.rows.values())
        result = {"tried": [asdict(each) for each in self.tried], "rows": rows}
        table.RESULT.write_text(json.dumps(result, indent=2) + "\n")
        self.kept.unlink()
        print(table.markdown(rows))
        return 0

    def _play_bout(self, made, left, told, beside):
        folder = self.folder / "threaded"
        with ground.served(made, folder, "threaded", beside) as site:
            told.serve_beside(site)
            end = min(time.monotonic() + BOUT, self.end)
            while left and time.monotonic() < end:
                name = next(iter(left))
                fault = left.pop(name)
                if fault.needs(site):
                    continue
                try:
                    fault.prepare(site)
                    self.rows[name] = self._compare(site, fault, told)
                    fault.clean(site)
                except (SandboxError, AssertionError, psycopg2.Error) as error:
                    # the others are compared on a fresh site
                    print(f"left out: {fault.title}: {error}", file=sys.stderr)
                    return
                self.kept.write_text(json.dumps(self.rows))

    def _compare(self, site, fault, told):
        # whoever asked while the database was away has lost his session
        site.session = site.log_in()
        bundles = [url for (url,) in site.bundles() if ".min." in url]
        before = told.told()
        kept = fault.inject(site)
        try:
            if fault.stored:
                site.look()
            # everybody may take the time that is promised to notice
            processes.wait_until(lambda: fault.rule in named(site), fault.patience, 0.2)
            row = {
                who: site.code(path, timeout=PATIENCE)
                for who, path in table.ASKED.items()
            }
            row |= {"fault": fault.title, "rule": ", ".join(sorted(named(site)))}
            row["user"] = visit(site, bundles)
            time.sleep(TELLING)
            row["told"] = {who: n - before[who] for who, n in told.told().items()}
            print(row, file=sys.stderr, flush=True)
        finally:
            fault.repair(site, kept)
        if fault.stored:
            site.look()
        site.wait_for_pass(30)
        return row


def main(words=None):
    """Compare in threaded mode."""
    parser = argparse.ArgumentParser(prog="make compare", description=__doc__)
    parser.add_argument("--fault", action="append", metavar="NAME")
    parser.add_argument("--minutes", type=float, default=55.0, help="at most, for all")
    parser.add_argument("--fresh", action="store_true", help="forget earlier slices")
    options = parser.parse_args(words)
    more = {"mode": ["threaded"], "pairs": 0, "any_code": False, "pairs_only": False}
    return Comparison(argparse.Namespace(**vars(options), **more)).run()


if __name__ == "__main__":
    sys.exit(main())
