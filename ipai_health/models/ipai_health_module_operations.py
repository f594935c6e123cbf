"""Remedies: complete or cancel module operations that were begun and left."""

from odoo import api, models
from odoo.tools import SQL

from ..core.own_log import own_logger
from ..core.text import _
from .ipai_health_remedy import FAILED, Plan, Result
from .transaction import own_environment

_logger = own_logger(__name__)

PENDING = ("to install", "to upgrade", "to remove")

AT_WORK = """
    SELECT 1
      FROM pg_locks AS lock
      JOIN pg_database AS home ON home.oid = lock.database
     WHERE home.datname = current_database() AND lock.pid <> pg_backend_pid()
       AND lock.relation IN ('ir_module_module'::regclass, 'ir_model'::regclass,
                             'ir_model_fields'::regclass)
       AND lock.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock',
                         'ExclusiveLock', 'AccessExclusiveLock')
"""
"""Whether another transaction changes modules or models: an install or upgrade keeps
such locks for as long as it works on a module.
"""


class HealthModuleOperations(models.AbstractModel):
    _name = "ipai.health.module.operations"
    _description = "Pending module operations"

    @api.model
    def _pending(self):
        """Return the modules that wait to be installed, upgraded or removed."""
        modules = self.env["ir.module.module"].sudo()
        return modules.search([("state", "in", PENDING)], order="name")

    @api.model
    def _plan_for(self, summary, warning):
        pending = self._pending()
        states = [f"{module.name}: {module.state}" for module in pending]
        return Plan(
            summary=summary,
            items=states,
            warning=warning,
            refusal=self._refusal(pending),
            state="\n".join(states),
        )

    @api.model
    def _refusal(self, pending):
        if not pending:
            return self.env._("No module waits for anything.")
        self.env.cr.execute(SQL(AT_WORK))
        if self.env.cr.fetchone():
            return self.env._(
                "Not now: another process works on the modules. Try again when it is "
                "done."
            )
        return ""

    @api.model
    def _names(self):
        return ", ".join(self._pending().mapped("name"))


class HealthModulesComplete(models.AbstractModel):
    _name = "ipai.health.modules.complete"
    _inherit = ["ipai.health.remedy", "ipai.health.module.operations"]
    _description = "Complete module operations"

    _remedy = "complete-modules"
    _remedy_title = _("Complete module operations")
    _remedy_rules = ("module-pending",)
    _remedy_checks = ("modules", "assets")

    @api.model
    def _plan(self, target):
        return self._plan_for(
            self.env._(
                "Odoo installs, upgrades or removes these modules now, as it would at "
                "its next start with an update."
            ),
            self.env._(
                "This is heavy and cannot be undone: tables change, and data of "
                "modules that are removed is deleted. Everybody waits until it is "
                "done. Have a backup."
            ),
        )

    @api.model
    def _do_persistently(self, target):
        """Let Odoo do it, in this process, in transactions of its own."""
        # whatever this request has read would block the changes of tables; Odoo's own
        # immediate buttons do the same
        self.env.cr.commit()  # pylint: disable=invalid-commit
        try:
            with own_environment(self.env) as env:
                names = env[self._name]._names()
                env["base.module.upgrade"].upgrade_module()
        except Exception as error:  # noqa: BLE001  modules are anybody's code
            _logger.info("module operations failed", exc_info=True)
            return Result(f"{type(error).__name__}: {error}", FAILED)
        finally:
            self.env.cr.reset()
        return Result(self.env._("Completed: %(modules)s.", modules=names))


class HealthModulesCancel(models.AbstractModel):
    _name = "ipai.health.modules.cancel"
    _inherit = ["ipai.health.remedy", "ipai.health.module.operations"]
    _description = "Cancel module operations"

    _remedy = "cancel-modules"
    _remedy_title = _("Cancel module operations")
    _remedy_rules = ("module-pending",)
    _remedy_checks = ("modules",)

    @api.model
    def _plan(self, target):
        return self._plan_for(
            self.env._(
                "The marks are taken away: modules to install count as not installed, "
                "those to upgrade or remove as installed. No table changes."
            ),
            self.env._(
                "When an upgrade had begun and failed half way, the database stays "
                "half upgraded."
            ),
        )

    @api.model
    def _do(self, target):
        names = self._names()
        self.env["base.module.upgrade"].upgrade_module_cancel()
        # every process reads the modules again, this one too
        self.env.cr.execute(SQL("INSERT INTO orm_signaling_registry DEFAULT VALUES"))
        return Result(self.env._("Cancelled: %(modules)s.", modules=names))
