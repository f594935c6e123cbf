"""Installed modules against their folders, and operations that never ended."""

import json
from dataclasses import replace

from odoo import models, release
from odoo.tools import SQL

from ..core import live
from ..core.look import QUICK
from ..core.text import _
from .module.finding import about
from .module.on_disk import OnDisk

LOADED = ("installed", "to upgrade", "to remove")
"""States of the modules whose code Odoo loads."""


class HealthCheckerModules(models.AbstractModel):
    _name = "ipai.health.checker.modules"
    _inherit = "ipai.health.checker"
    _description = "Health check: modules"

    _health_check = "modules"
    _health_title = _("Modules")
    _health_sequence = 20
    _health_depth = QUICK

    def _look(self, look):
        memo = look.memo or {}
        modules = self._modules()
        look.new_memo = {"pending": self._pending_since(modules)}
        yield from self._pending(modules)
        yield from self._pending_reset(modules, memo.get("pending", {}), look.new_memo)
        states = {module["name"]: module["state"] for module in modules}
        loaded = [module for module in modules if module["state"] in LOADED]
        on_disk = OnDisk(
            self.env,
            states,
            memo.get("code", {}),
            look.new_memo["pending"],
            look.depth,
            _same_series(modules),
        )
        for done, module in enumerate(loaded):
            look.progress(done, len(loaded))
            yield from on_disk.look(module)
        look.new_memo["code"] = on_disk.remembered

    def _modules(self):
        """Return a row for each module with code that the database knows of."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id, name, state, latest_version,
                       write_date::text AS since,
                       coalesce(loaded, write_date)::text AS loaded,
                       marked,
                       extract(epoch FROM write_date)::float AS written,
                       extract(epoch FROM now() AT TIME ZONE 'utc')::float AS now
                  FROM ir_module_module
                  LEFT JOIN jsonb_each(%s::jsonb) AS noted (module, value)
                         ON module = name
                  LEFT JOIN jsonb_to_record(value) AS write
                            (at timestamp, loaded timestamp, marked boolean)
                         ON at = write_date
                 WHERE name != %s AND %s
                 ORDER BY name
                """,
                json.dumps(self.env["ir.module.module"]._health_writes()),
                live.WITHOUT_CODE,
                self._not_imported(),
            )
        )
        return self.env.cr.dictfetchall()

    def _not_imported(self):
        """Return the condition that leaves out modules imported as data."""
        if "imported" in self.env["ir.module.module"]._fields:
            return SQL("imported IS NOT TRUE")
        return SQL("TRUE")

    def _pending(self, modules):
        """Yield what the probe says of the same modules, with their record."""
        own = self.env["ipai.health.rule"]._own_thresholds()
        for module in modules:
            if not module["state"].startswith("to "):
                continue
            waiting = live.PendingModule(
                module["name"], module["state"], module["written"]
            )
            for finding in live.module_pending([waiting], module["now"], own):
                yield replace(
                    finding, res_model="ir.module.module", res_id=module["id"]
                )

    def _pending_since(self, modules):
        """Return when each pending module was marked, to be remembered."""
        return {
            module["name"]: module["since"]
            for module in modules
            if module["state"].startswith("to ")
        }

    def _pending_reset(self, modules, known, new_memo):
        """Odoo resets states by SQL, which leaves the date of the mark in place."""
        for module in modules:
            if module["state"].startswith("to "):
                continue
            if module["marked"] or known.get(module["name"]) == module["since"]:
                new_memo["pending"][module["name"]] = module["since"]
                yield about(
                    "module-pending-reset",
                    module,
                    self.env._(
                        "The operation on the module %(name)s asked for at %(since)s "
                        "UTC never took place: Odoo took the mark away and left the "
                        "module '%(state)s'.",
                        name=module["name"],
                        since=module["since"],
                        state=module["state"],
                    ),
                )


def _same_series(modules):
    """Tell whether the module base of the database is of the series of this server."""
    versions = [row["latest_version"] for row in modules if row["name"] == "base"]
    return all(
        not version or version.startswith(f"{release.series}.") for version in versions
    )
