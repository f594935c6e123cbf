"""``make compare``: the faults of the matrix, seen by others and by us."""

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

from . import others, table

PATIENCE = 5.0
"""Seconds that a monitor waits; nothing in that time is a 0."""


class Comparison(Runner):
    """Breaks and heals as the matrix does, and asks everybody meanwhile."""

    def __init__(self, options):
        super().__init__(options)
        self.folder = run_folder() / "compare"
        self.rows = []
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
        return {name: [self.faults[name]] for name in chosen}

    def run(self):
        """Try the others, ask about each fault, and write what the table is made of."""
        addons, libraries = others.fetch(self.folder)
        with workshop.opened(self.folder) as made:
            basic = workshop.basic(made.postgres, self.folder)
            self.tried = others.try_all(basic, workshop.BASE, addons, libraries)
            for each in self.tried:
                print(f"{each.package} {each.version}: {each.outcome}", flush=True)
            left = self.left("threaded")
            while left and time.monotonic() < self.end:
                self._play_bout(made, left)
        if left:
            print(f"no time for {len(left)} faults", file=sys.stderr)
        tried = [asdict(each) for each in self.tried]
        result = {"tried": tried, "rows": self.rows}
        table.RESULT.write_text(json.dumps(result, indent=2) + "\n")
        print(table.markdown(self.rows))
        return 0

    def _play_bout(self, made, left):
        folder = self.folder / "threaded"
        with ground.served(made, folder, "threaded") as site:
            end = min(time.monotonic() + BOUT, self.end)
            while left and time.monotonic() < end:
                (fault,) = left.pop(next(iter(left)))
                if fault.needs(site):
                    continue
                try:
                    fault.prepare(site)
                    self._compare(site, fault)
                    fault.clean(site)
                except (SandboxError, AssertionError, psycopg2.Error) as error:
                    # the others are compared on a fresh site
                    print(f"left out: {fault.title}: {error}", file=sys.stderr)
                    return

    def _compare(self, site, fault):
        bundles = [url for (url,) in site.bundles() if ".min." in url]
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
            row["user"] = _visit(site, bundles)
            self.rows.append(row)
            print(row, file=sys.stderr, flush=True)
        finally:
            fault.repair(site, kept)
        if fault.stored:
            site.look()
        site.wait_for_pass(30)


def _visit(site, bundles):
    """Do what a user does, and return what he meets that is no good."""
    pages = {"the login page": "/web/login", "the web client": "/odoo"}
    pages |= {url.rpartition("/")[2]: url for url in bundles}
    for name, path in pages.items():
        code = site.code(path, headers=site.session, timeout=PATIENCE)
        if code != 200:
            return f"{name}: {code or 'no answer'}"
    try:
        site.call("sandbox.book", "get_views", [[False, "form"]], timeout=PATIENCE)
        site.call("sandbox.book", "web_search_read", [], {"name": {}}, timeout=PATIENCE)
    except SandboxError:
        return "an error in a dialog"
    return "nothing"


def main(words=None):
    """Compare in threaded mode."""
    parser = argparse.ArgumentParser(prog="make compare", description=__doc__)
    parser.add_argument("--fault", action="append", metavar="NAME")
    parser.add_argument("--minutes", type=float, default=55.0, help="at most, for all")
    options = parser.parse_args(words)
    more = {"mode": ["threaded"], "pairs": 0}
    more |= {"fresh": False, "any_code": False, "pairs_only": False}
    return Comparison(argparse.Namespace(**vars(options), **more)).run()


if __name__ == "__main__":
    sys.exit(main())
