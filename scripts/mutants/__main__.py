"""``make mutants``: a sample of mutants of core, gates and the probe, in slices.

First it records which tests run which lines, then it lets those tests look at each
mutant, the fastest first and before them those that killed others in the same file. A
mutant that no test runs survives at once.
"""

import argparse
import sys
import time

from sandbox.errors import SandboxError

from . import sample
from .book import Book, explained
from .checkout import Checkout
from .recording import Recording

WANTED = 0.85
"""The share that has to be killed."""

BUDGET = 25.0
"""Seconds of tests for one mutant; of more, the slowest are left out."""

PATIENCE = 30.0
"""Seconds beside three times what its tests need, after which a mutant never ends."""


def main(words=None) -> int:
    """Run one slice; return 0 when the whole sample is done and enough were killed."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=55.0)
    parser.add_argument("--matching", default="", help="only those with this in a name")
    options = parser.parse_args(words)
    try:
        return _slice(options)
    except SandboxError as error:
        print(error, file=sys.stderr)
        return 2


def _slice(options):
    end = time.monotonic() + options.minutes * 60
    checkout = Checkout()
    chosen = sample.draw(checkout.folder, options.sample)
    recording = Recording(checkout)
    if not recording.complete(end):
        print(f"{len(recording.missing)} files of tests to be recorded yet")
        return 1
    book = Book(checkout)
    for mutant in chosen:
        if time.monotonic() > end:
            break
        tests = book.promising(mutant, recording.tests(mutant), recording.seconds)
        if options.matching in mutant.name and not book.knows(mutant, tests):
            book.write(mutant, tests, _killer(checkout, recording, mutant, tests))
            print(
                f"{book.killer(mutant) or '-- survived --':60} {mutant.name}",
                flush=True,
            )
    return _summary(checkout, chosen, book, recording)


def _killer(checkout, recording, mutant, tests):
    """Return the test that notices ``mutant``, empty when none does."""
    spent, asked = 0.0, []
    for test in tests:
        spent += recording.seconds[test]
        if asked and spent > BUDGET:
            break
        asked.append(test)
    if not asked:
        return ""
    words = ["-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
    with checkout.holding(mutant):
        code, said = checkout.run([*words, *asked], PATIENCE + 3 * spent)
    if code == 0:
        return ""
    if code is None:
        return "(it never ends)"
    lines = (line for line in said if line.startswith(("FAILED", "ERROR")))
    return next(lines, f"(exit {code})").partition(" - ")[0]


def _summary(checkout, chosen, book, recording):
    """Print the survivors and the count; return 0 when it is enough."""
    reasons = explained()
    known = [each for each in chosen if book.knows(each, recording.tests(each))]
    survivors = [each for each in known if not book.killer(each)]
    open_ = [each for each in survivors if each.name not in reasons]
    for mutant in open_:
        print(f"survived  {mutant.name} (line {mutant.line})")
    killed = len(known) - len(survivors)
    share = killed / len(known) if known else 0.0
    print(
        f"{killed} of {len(known)} mutants killed ({share:.1%}), "
        f"{len(survivors) - len(open_)} explained, {len(open_)} survived, "
        f"{len(chosen) - len(known)} left"
    )
    stale = reasons.keys() - {each.name for each in sample.all_mutants(checkout.folder)}
    for name in sorted(stale):
        print(f"no such mutant any more: {name}")
    done = len(known) == len(chosen) and not open_ and not stale
    return 0 if done and share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
