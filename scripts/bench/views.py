"""The views check against ``_check_xml()`` on each active view.

    PYTHONPATH=$ODOO_SRC python scripts/bench/views.py -c odoo.conf -d DATABASE

Prints ratios measured side by side in this process; writes nothing to DATABASE.
"""

import json
import sys
import time

from database import opened, parser

ROUNDS = 3
"""Of which the best counts: the machine is shared. Odoo, being long, gets one."""

WHOLE_RATIO = 12
IDLE_RATIO = 300
MOST_QUERIES = 100
EDITED_SECONDS = 0.2


class Bench:
    """The measurements; each returns seconds and how many statements it took."""

    def __init__(self, env):
        self.env = env
        self.memo = None

    def odoo(self):
        """Have Odoo validate each active view."""
        from odoo.addons.ipai_health.checks.view_audit.quiet import quiet

        views = self.env["ir.ui.view"].with_context(lang=None).search([])

        def validate():
            rejected = 0
            with quiet():
                for view in views:
                    try:
                        view._check_xml()
                    except Exception:  # noqa: BLE001  any is a rejection
                        rejected += 1
            return rejected

        return len(views), *self._measured(validate)

    def look(self, depth):
        """Look once; return what was found too."""
        from odoo.addons.ipai_health.core.look import Look

        look = Look(depth=depth, memo=self.memo)
        checker = self.env["ipai.health.checker.views"]
        result = self._measured(lambda: len(list(checker._look(look))))
        self.memo = json.loads(json.dumps(look.new_memo))
        return result

    def edit(self):
        """Change one view behind Odoo's back."""
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, %s, %s)::jsonb"
            " WHERE id = %s",
            [
                r"name=\"email\"",
                r"name=\"gone\"",
                self.env.ref("base.view_users_form").id,
            ],
        )

    def _measured(self, function):
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        queries = self.env.cr.sql_log_count
        started = time.perf_counter()
        found = function()
        seconds = time.perf_counter() - started
        return seconds, self.env.cr.sql_log_count - queries, found


def main():
    """Print one line a measurement; exit with 1 when a target is missed."""
    with opened(parser(__doc__).parse_args()) as env:
        good = _run(Bench(env))
    sys.exit(0 if good else 1)


def _run(bench):
    whole, queries, found = min(bench.look("full") for _round in range(ROUNDS))
    idle, idle_queries, _found = min(bench.look("quick") for _round in range(ROUNDS))
    bench.edit()
    edited, edited_queries, noticed = bench.look("quick")
    bench.env.cr.rollback()
    count, odoo, odoo_queries, rejected = bench.odoo()
    print(f"{count} views; _check_xml: {odoo:.2f} s, {odoo_queries} queries")
    print(f"Odoo rejects {rejected}, the check finds {found}")
    return all(
        [
            _line(
                "whole look",
                whole,
                queries,
                f"1/{odoo / whole:.1f}",
                odoo / whole >= WHOLE_RATIO and queries <= MOST_QUERIES,
            ),
            _line(
                "nothing changed",
                idle,
                idle_queries,
                f"1/{odoo / idle:.0f}",
                odoo / idle >= IDLE_RATIO,
            ),
            _line(
                "one view edited",
                edited,
                edited_queries,
                f"found {noticed}",
                edited < EDITED_SECONDS and noticed > found,
            ),
        ]
    )


def _line(name, seconds, queries, result, good):
    verdict = "good" if good else "MISSED"
    print(
        f"{name:16} {seconds * 1000:8.1f} ms {queries:4} queries {result:10} {verdict}"
    )
    return good


if __name__ == "__main__":
    main()
