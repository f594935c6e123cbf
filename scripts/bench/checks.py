"""How long the checks take on a large database, and how many statements.

    PYTHONPATH=$ODOO_SRC python scripts/bench/checks.py -c odoo.conf -d DATABASE

DATABASE has ipai_health installed and should be a copy made for the purpose, such as
the one of 193 modules. Prints one line a target; exits with 1 when one is missed.
"""

import sys
import time

from database import opened, parser
from memory import Memory

ROUNDS = 3
"""Of which the best counts: the machine is shared."""

REGISTRY_SECONDS = 0.2
REGISTRY_STATEMENTS = 20
QUICK_SECONDS = 6.0
FULL_SECONDS = 15.0
MEMORY = 150 << 20
"""The targets, for 16,500 fields and 4,000 views."""


def main():
    """Measure, print, and exit with 1 when a target is missed."""
    with opened(parser(__doc__).parse_args()) as env:
        _describe(env)
        good = _registry(env)
        good &= _runs(env)
    sys.exit(0 if good else 1)


def _describe(env):
    fields = sum(len(model._fields) for model in env.registry.values())
    views = env["ir.ui.view"].search_count([])
    modules = env["ir.module.module"].search_count([("state", "=", "installed")])
    print(f"{modules} modules, {views:,} views, {fields:,} fields")


def _registry(env):
    """Compare fields and references together with their targets."""
    seconds, statements = [], 0
    for _round in range(ROUNDS):
        before, started = env.cr.sql_log_count, time.perf_counter()
        _look(env, "fields")
        _look(env, "references")
        seconds.append(time.perf_counter() - started)
        statements = env.cr.sql_log_count - before
    return _told(
        "fields and references", min(seconds), REGISTRY_SECONDS
    ) and _told_count("fields and references", statements, REGISTRY_STATEMENTS)


def _look(env, name):
    from odoo.addons.ipai_health.core.look import Look

    checker = env["ipai.health.checker"]._checkers()[name]
    findings = list(checker._look(Look(depth="quick")))
    if findings:
        sys.exit(f"not quiet: {findings[:3]}")


def _runs(env):
    """Compare whole runs with their targets: the first and a quick one after it."""
    good, memory = True, Memory()
    for depth, target in (("full", FULL_SECONDS), ("quick", QUICK_SECONDS)):
        started = time.perf_counter()
        outcomes = env["ipai.health.run"]._run(depth, "bench", patience=60.0)
        seconds = time.perf_counter() - started
        good &= _told(f"{depth} run", seconds, target)
        slowest = sorted(outcomes.items(), key=lambda each: -each[1].seconds)
        print("  ", *(f"{name} {each.seconds:.3f} s" for name, each in slowest))
    grown = memory.grown()
    print(f"memory above idle: {grown >> 20} MB (at most {MEMORY >> 20})")
    return good and grown <= MEMORY


def _told(what, seconds, target):
    print(f"{what}: {seconds:.3f} s (at most {target:g})")
    return seconds <= target


def _told_count(what, count, target):
    print(f"{what}: {count} statements (at most {target})")
    return count <= target


if __name__ == "__main__":
    main()
