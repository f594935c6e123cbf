"""``make compare``: the faults of the matrix, seen by others and by us."""

import argparse
import json
import sys

from sandbox.paths import ROOT
from torture.play import named
from torture.runner import Runner

TABLE = ROOT / "docs" / "comparison.json"

ASKED = {
    "odoo": "/web/health",
    "odoo_database": "/web/health?db_server_status=1",
    "login": "/web/login",
    "health": "/ipai/health",
    "ready": "/ipai/health/ready",
}
"""Who is asked what; each must answer within a moment."""

PATIENCE = 5.0
"""Seconds that a monitor waits; nothing in that time is a 0."""


class Comparison(Runner):
    """Breaks and heals as the matrix does, and asks everybody meanwhile."""

    def __init__(self, options):
        super().__init__(options)
        self.rows = []

    def left(self, mode):
        """Return every fault that is one: silence is no matter of comparison."""
        chosen = self.wanted or [
            name
            for name, fault in self.faults.items()
            if fault.rule and not fault.command and fault.patience <= PATIENCE * 2
        ]
        return {name: [self.faults[name]] for name in chosen}

    def run(self):
        """Ask about each fault, and write the table."""
        self._play({mode: self.left(mode) for mode in self.modes})
        TABLE.write_text(json.dumps(self.rows, indent=2) + "\n")
        print(markdown(self.rows))
        return 0

    def _play_one(self, site, faults, name, mode):
        (fault,) = faults
        if fault.needs(site):
            return
        kept = fault.inject(site)
        try:
            if fault.stored:
                site.look()
            site.details()
            row = {
                who: site.code(path, timeout=PATIENCE) for who, path in ASKED.items()
            }
            row |= {"fault": fault.title, "rule": ", ".join(sorted(named(site)))}
            self.rows.append(row)
            print(row, file=sys.stderr, flush=True)
        finally:
            fault.repair(site, kept)
        if fault.stored:
            site.look()


def markdown(rows):
    """Return the table and the count of what each one saw."""
    titles = ["fault", *ASKED.values(), "rule named"]
    lines = [titles, ["---"] * len(titles)]
    for row in rows:
        codes = [str(row[who]) for who in ASKED]
        lines.append([row["fault"], *codes, f"`{row['rule']}`"])
    seen = [str(sum(row[who] != 200 for row in rows)) for who in ASKED]
    rules = str(sum(bool(row["rule"]) for row in rows))
    lines.append([f"seen of {len(rows)}", *seen, rules])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main(words=None):
    """Compare in threaded mode."""
    parser = argparse.ArgumentParser(prog="make compare", description=__doc__)
    parser.add_argument("--fault", action="append", metavar="NAME")
    options = parser.parse_args(words)
    more = {"mode": ["threaded"], "pairs": 0, "minutes": 55.0, "fresh": False}
    return Comparison(argparse.Namespace(**vars(options), **more)).run()


if __name__ == "__main__":
    sys.exit(main())
