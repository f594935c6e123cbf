"""What became of each mutant, over all slices."""

import json
from collections import Counter

from sandbox.paths import ROOT

from .contexts import function
from .digest import digest

EQUIVALENT = ROOT / "scripts" / "mutants" / "equivalent.txt"


class Book:
    """Remembers who killed a mutant, as long as its file stays as it is; a survivor
    also as long as the tests that run it do.
    """

    def __init__(self, checkout):
        self.file = checkout.home / "book.jsonl"
        self.root = checkout.folder
        self.rows = {}
        if self.file.exists():
            for line in self.file.read_text().splitlines():
                row = json.loads(line)
                self.rows[row["name"]] = row

    def knows(self, mutant, tests) -> bool:
        """Tell whether ``mutant`` was tried and would fare the same again."""
        row = self.rows.get(mutant.name)
        return row is not None and row["state"] == self._state(
            mutant, tests, row["killer"]
        )

    def write(self, mutant, tests, killer):
        """Keep who killed ``mutant``: empty for nobody."""
        state = self._state(mutant, tests, killer)
        row = {"name": mutant.name, "killer": killer, "state": state}
        self.rows[mutant.name] = row
        with self.file.open("a") as out:
            out.write(json.dumps(row) + "\n")

    def killer(self, mutant) -> str:
        """Return who killed it, empty for nobody."""
        return self.rows[mutant.name]["killer"]

    def promising(self, mutant, tests, seconds):
        """Return ``tests`` with those first that kill soonest, by their ``seconds`` and
        by what they killed in the file of ``mutant`` before.
        """
        killed = Counter(
            function(row["killer"].partition(" ")[2])
            for name, row in self.rows.items()
            if name.startswith(f"{mutant.file} ")
        )
        return sorted(tests, key=lambda test: seconds[test] / (1 + 3 * killed[test]))

    def _state(self, mutant, tests, killer):
        files = [] if killer else sorted({test.partition("::")[0] for test in tests})
        return digest(*(self.root / file for file in (mutant.file, *files)))


def explained() -> dict[str, str]:
    """Return the reasons why mutants change nothing that anybody could see: in the
    file, each stands indented below the name of its mutant.
    """
    reasons = {}
    name = ""
    for line in EQUIVALENT.read_text().splitlines():
        if line.startswith(" "):
            reasons[name] = f"{reasons[name]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            name = line
            reasons[name] = ""
    return reasons
