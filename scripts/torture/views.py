"""Hundreds of seeded faults in the real views and templates of a database.

    PYTHONPATH=$ODOO_SRC python scripts/torture/views.py -c odoo.conf -d DATABASE \
        --views 520 --templates 200

Tries them in equal shares of each kind, compares what Odoo and the check say, prints
the counts and whatever was wrong. Writes nothing to DATABASE. The seed is today's date
unless given; a slice of a longer run is another ``--slice`` of the same seed.
"""

import argparse
import datetime
import random
import sys
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

RIGHT = 0.97
"""The least share of faults blamed on the right view, and at the right line."""


def main():
    """Print the tables; exit with 1 when a promise was broken."""
    options = _options()
    config.parse_config(["-c", options.config, "-d", options.database])
    from odoo.addons.ipai_health.tests import view_differential as differential
    from odoo.addons.ipai_health.tests.template_mutations import TemplateMutator
    from odoo.addons.ipai_health.tests.view_mutations import ViewMutator

    chance = random.Random(options.seed * 1000 + options.slice)
    print(f"seed {options.seed}, slice {options.slice}")
    good = True
    with Registry(options.database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        good &= _try(
            differential.Differential(env, ViewMutator(env, chance)),
            options.views,
        )
        good &= _try(
            differential.TemplateDifferential(env, TemplateMutator(env, chance)),
            options.templates,
        )
        cursor.rollback()
    sys.exit(0 if good else 1)


def _try(differential, count):
    started = time.monotonic()
    differential.run(count)
    print("\n".join(differential.table()))
    print("\n".join(differential.complaints))
    total = differential.total()
    blame = total["blamed right"] / max(total["blamed"], 1)
    lines = total["lines right"] / max(total["lines"], 1)
    print(f"{total['tried']} faults in {time.monotonic() - started:.0f} s", end=": ")
    print(f"Odoo rejects {total['rejected']}, missed {total['missed']}", end=", ")
    print(f"false {total['false']}, blame {blame:.1%}, lines {lines:.1%}")
    return not (total["missed"] or total["false"]) and min(blame, lines) >= RIGHT


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("--views", type=int, default=520)
    parser.add_argument("--templates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=datetime.date.today().toordinal())
    parser.add_argument("--slice", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
