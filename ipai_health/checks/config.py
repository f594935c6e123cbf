"""odoo.conf and what overrides it, judged by the code of the ``config`` gate."""

from urllib.parse import urlsplit

from odoo import models
from odoo.tools import SQL, config

from ..core.finding import Finding
from ..core.look import QUICK
from ..core.rules import RULES
from ..core.text import _
from .checker import SCOPE_NODE

EXPECTED_DB_HOST = "ipai_health.expected_db_host"
EXPECTED_LOG_LEVEL = "ipai_health.expected_log_level"
"""System parameters, which an administrator sets in General Settings."""


class HealthCheckerConfig(models.AbstractModel):
    _name = "ipai.health.checker.config"
    _inherit = "ipai.health.checker"
    _description = "Health check: configuration"

    _health_check = "config"
    _health_title = _("Configuration")
    _health_sequence = 90
    _health_depth = QUICK
    _health_scope = SCOPE_NODE

    def _look(self, look):
        told = set()
        for finding in self._judged():
            key = finding.rule, finding.subject
            if self._health_check in RULES[finding.rule].checks and key not in told:
                told.add(key)
                yield finding

    def _judged(self):
        from ..core.odoo_conf import exposure
        from ..core.odoo_conf.judges import VALUES, judge, names, writing
        from .node import settings

        expected = self._expected()
        in_force, written = settings.in_force(), settings.written()
        yield from judge(in_force, expected, VALUES)
        yield from judge(written, expected, (names.judge_options, writing.judge))
        yield from exposure.judge(
            in_force, self.env.cr.dbname, self._databases(), self._host()
        )
        yield from self._server_wide(in_force)

    def _expected(self):
        """Return what an administrator said to expect of this server."""
        from ..core.odoo_conf.expected import INSIDE_ODOO, Expected

        parameter = self.env["ir.config_parameter"].sudo().get_param
        return Expected(
            db_host=parameter(EXPECTED_DB_HOST) or INSIDE_ODOO.db_host,
            log_level=parameter(EXPECTED_LOG_LEVEL) or INSIDE_ODOO.log_level,
        )

    def _databases(self):
        """Return the databases that users could reach on this server, and this one: one
        that is closed for a moment, as while it is renamed, is no fault of a filter.
        """
        self.env.cr.execute(
            SQL(
                "SELECT datname FROM pg_database WHERE NOT datistemplate "
                "AND (datallowconn OR datname = current_database()) AND datname != %s",
                config["db_template"],
            )
        )
        return [name for (name,) in self.env.cr.fetchall() if name != "postgres"]

    def _host(self):
        """Return the host name that users ask for; Odoo's default names nobody's."""
        url = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        host = urlsplit(url).hostname or ""
        return "" if host in ("localhost", "127.0.0.1") else host

    def _server_wide(self, in_force):
        loaded = in_force["server_wide_modules"]
        if loaded.known and "ipai_health" not in (loaded.value or ()):
            yield Finding(
                rule="probe-not-server-wide",
                subject="odoo.conf:server_wide_modules",
                message=self.env._(
                    "server_wide_modules does not name ipai_health: the probe is gone "
                    "as soon as the database is."
                ),
                file=in_force.file,
                line=loaded.line,
            )
