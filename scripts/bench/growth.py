"""How the checks of views and fields grow: one database at three sizes.

    PYTHONPATH=$ODOO_SRC python scripts/bench/growth.py -c odoo.conf -d DATABASE

Multiplies views and fields of DATABASE, which should be a copy made for the purpose, in
a transaction that is rolled back. Growth is linear when a view or a field costs no more
in the largest than in the smallest. Attachments are measured by ``filestore.py``.
"""

import sys
import time

from database import opened, parser

from odoo.tools import SQL

SIZES = (1, 2, 4)
"""Times what the database has."""

ROUNDS = 3
"""Of which the best counts: the machine is shared."""

TOLERANCE = 1.25
"""How much more one thing may cost at the largest size: the more memory is in use, the
slower it is."""


class Views:
    """Whole families of views, copied under other numbers and keys."""

    copied = SQL(
        "name, model, type, priority, arch_db, active, mode, create_date, write_date"
    )

    def __init__(self, env):
        self.env = env
        env.cr.execute("SELECT max(id) FROM ir_ui_view")
        (self.step,) = env.cr.fetchone()

    def __len__(self):
        return self.env["ir.ui.view"].search_count([])

    def grow(self, before, size):
        """Add copies until there are ``size`` of each."""
        for copy in range(before, size):
            offset = copy * self.step
            self.env.cr.execute(
                SQL(
                    "INSERT INTO ir_ui_view (id, inherit_id, key, %s) "
                    "SELECT id + %s, inherit_id + %s, key || '_' || %s, %s "
                    "FROM ir_ui_view WHERE id <= %s",
                    *(self.copied, offset, offset, copy, self.copied, self.step),
                )
            )


class Fields:
    """Fields of new models, each with a table, as somebody would make by hand."""

    of_model = 50
    """What a model has on average; Odoo adds six of its own."""

    def __init__(self, env):
        self.env = env
        self.models = 0
        self.base = len(self)

    def __len__(self):
        return sum(len(model._fields) for model in self.env.registry.values())

    def grow(self, before, size):
        """Add models until there are ``size`` times as many fields."""
        first = self.models + 1
        self.models += (size - before) * self.base // (self.of_model + 6)
        self.env.cr.execute(
            """
            INSERT INTO ir_model (name, model, "order", state, transient)
            SELECT '{"en_US": "Growth"}', 'x_growth_' || number, 'id', 'manual', false
              FROM generate_series(%(first)s, %(last)s) AS number;

            INSERT INTO ir_model_fields (name, model, model_id, field_description,
                                         ttype, state, store, copied)
            SELECT 'x_field_' || number, model, ir_model.id, '{"en_US": "Growth"}',
                   'char', 'manual', true, true
              FROM ir_model CROSS JOIN generate_series(1, %(fields)s) AS number
             WHERE starts_with(model, 'x_growth_')
                   AND substr(model, 10)::int BETWEEN %(first)s AND %(last)s
            """,
            {"first": first, "last": self.models, "fields": self.of_model},
        )
        columns = "".join(
            f", x_field_{number} varchar" for number in range(1, self.of_model + 1)
        )
        for number in range(first, self.models + 1):
            self.env.cr.execute(
                f"CREATE TABLE x_growth_{number} (id serial PRIMARY KEY,"
                " create_uid int, write_uid int, create_date timestamp,"
                f" write_date timestamp {columns})"
            )
        self.env.registry._setup_models__(self.env.cr)


KINDS = {"views": Views, "fields": Fields}


def main():
    """Print one line a kind and size; exit with 1 where growth is not linear."""
    with opened(parser(__doc__).parse_args()) as env:
        good = [_measure(env, name, kind(env)) for name, kind in KINDS.items()]
    sys.exit(0 if all(good) else 1)


def _measure(env, name, things):
    """Look at three sizes and tell whether the cost of one thing stays what it was."""
    costs, before = [], 1
    for size in SIZES:
        things.grow(before, size)
        before = size
        seconds = min(_look(env, name) for _round in range(ROUNDS))
        costs.append(seconds / len(things))
        each = f"{costs[-1] * 1e6:.1f} µs each"
        print(f"{len(things):7,} {name}: {seconds * 1000:7.0f} ms, {each}", flush=True)
    grown = costs[-1] / costs[0]
    print(f"one costs {grown:.2f} times as much (at most {TOLERANCE:g})", flush=True)
    return grown <= TOLERANCE


def _look(env, name):
    """Return the seconds of a whole look that remembers nothing."""
    from odoo.addons.ipai_health.core.look import FULL, Look

    env.invalidate_all()
    checker = env["ipai.health.checker"]._checkers()[name]
    started = time.perf_counter()
    findings = list(checker._look(Look(depth=FULL, seconds=3600)))
    seconds = time.perf_counter() - started
    if findings:
        sys.exit(f"not quiet: {findings[:3]}")
    return seconds


if __name__ == "__main__":
    main()
