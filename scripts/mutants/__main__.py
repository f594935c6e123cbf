"""``make mutants``: a sample of mutants of core, gates and the probe, in slices."""

import argparse
import hashlib
import json
import random
import sys
import time

from sandbox.paths import ROOT, run_folder

from .mutate import mutants_of
from .trial import TESTS, Trial

SEED = 19
WANTED = 0.85
"""The share that has to be killed."""

LEFT_OUT = (
    "ipai_health/probe/odoo_adapter.py",
    "ipai_health/core/rules/",
    "ipai_health/core/data/",
)
"""What needs Odoo, and the words of the catalogue."""


def main(words=None) -> int:
    """Run one slice; return 0 when the whole sample is done and enough were killed."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=55.0)
    options = parser.parse_args(words)
    sample = draw(options.sample)
    book = run_folder() / "mutants" / f"{_state(sample)}.jsonl"
    known = _read(book)
    end = time.monotonic() + options.minutes * 60
    trial = Trial()
    for mutant in sample:
        if mutant.name in known:
            continue
        if time.monotonic() > end:
            break
        killed = known[mutant.name] = trial.is_killed(mutant)
        with book.open("a") as out:
            out.write(json.dumps({"name": mutant.name, "killed": killed}) + "\n")
        if not killed:
            before = mutant.before.replace("\n", " ")
            print(
                f"survived  {mutant.file}:{mutant.line}: {before} -> {mutant.text}",
                flush=True,
            )
    return _summary(sample, known)


def draw(number):
    """Return ``number`` mutants, drawn with a fixed seed from all."""
    every = []
    for folder in TESTS:
        for file in sorted((ROOT / "ipai_health" / folder).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if not name.startswith(LEFT_OUT):
                every += mutants_of(name, file.read_bytes())
    random.Random(SEED).shuffle(every)
    return every[:number]


def _state(sample):
    """Return what tells this sample from one of other code."""
    return hashlib.sha256("".join(each.name for each in sample).encode()).hexdigest()[
        :12
    ]


def _read(book):
    if not book.exists():
        book.parent.mkdir(parents=True, exist_ok=True)
        return {}
    rows = map(json.loads, book.read_text().splitlines())
    return {row["name"]: row["killed"] for row in rows}


def _summary(sample, known):
    killed = sum(known.values())
    share = killed / len(known) if known else 0.0
    left = len(sample) - len(known)
    print(f"{killed} of {len(known)} mutants killed ({share:.0%}), {left} left")
    return 0 if not left and share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
