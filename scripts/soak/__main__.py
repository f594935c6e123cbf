"""``make soak``: one night, minutes by default, hours by option.

Probes 200 times a second, users, self-checks, purges, faults and restarts of workers at
once; at the end everything must be flat and no verdict wrong.
"""

import argparse
import contextlib
import sys
import time

from sandbox.errors import SandboxError
from sandbox.paths import run_folder
from torture import stage

from .night import ODOO, Night


def main(words=None) -> int:
    """Spend a night; return 0 when all was flat and right."""
    options = _options(words)
    print(f"{options.mode}, {options.minutes:g} minutes, seed {options.seed}")
    with (
        contextlib.suppress(KeyboardInterrupt),
        stage.site(run_folder() / "night", options.mode, ODOO) as site,
    ):
        night = Night(site, options.mode, options.minutes, options.rate, options.seed)
        return judged(night)
    return 130


def judged(night) -> int:
    """Spend ``night`` and tell how it was; return 0 when all was flat and right."""
    result, rises = night.spend()
    for rise in rises:
        print(rise.line())
    for complaint in (*result.complaints, *night.complaints):
        print(complaint)
    flat = all(rise.flat for rise in rises)
    right = result.right and not night.complaints
    print(
        f"{'right' if right and flat else 'WRONG'}: {result.answers} probes, "
        f"{result.wrong} wrong, {result.late} late, slowest {result.slowest:.2f} s; "
        f"{result.clicks} clicks, {result.failed_clicks} failed in calm weather; "
        f"{len(night.spells)} faults, {night.runs} self-checks, {night.purges} purges, "
        f"{night.recycled} workers ended; {sum(each.flat for each in rises)} of "
        f"{len(rises)} flat"
    )
    return 0 if right and flat else 1


def _options(words):
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    add = parser.add_argument
    add("--mode", choices=("prefork", "threaded"), default="prefork")
    add("--minutes", type=float, default=5.0)
    add("--rate", type=float, default=200.0, help="probes a second")
    add("--seed", type=int, default=int(time.time()), help="draws the faults")
    options = parser.parse_args(words)
    if options.minutes < 3 or not 1 <= options.rate <= 1000:
        parser.error("a night has at least 3 minutes, and 1 to 1000 probes a second")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SandboxError as error:
        sys.exit(f"make soak: {error}")
