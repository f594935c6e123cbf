"""A check as another addon would bring it: nothing in ipai_health knows of it."""

import time
from typing import ClassVar

from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.ipai_health.core.finding import Finding
from odoo.addons.ipai_health.core.look import QUICK
from odoo.addons.ipai_health.core.rule import BREAKING, Rule, Threshold
from odoo.addons.ipai_health.core.severity import WARNING

_lt = LazyTranslate(__name__)


class Printers(models.AbstractModel):
    """Does what the system parameter ``health_sample.mode`` says."""

    _name = "ipai.health.checker.printers"
    _inherit = "ipai.health.checker"
    _description = "Health check: label printers"

    _health_check = "printers"
    _health_title = _lt("Label printers")
    _health_depth = QUICK
    _slept: ClassVar = []
    _health_rules = (
        Rule(
            code="printer-silent",
            title=_lt("A label printer does not answer"),
            why="Parcels leave without a label.",
            fix=_lt("Switch the printer on."),
            severity=WARNING,
            impact=BREAKING,
            threshold=Threshold(30, "s", "a page takes longer", 1, 600),
        ),
    )

    def _look(self, look):
        parameters = self.env["ir.config_parameter"].sudo()
        mode = parameters.get_param("health_sample.mode", "")
        if mode == "sleep in the database once" and not self._slept:
            self._slept.append(True)
            self.env.cr.execute("SELECT pg_sleep(3600)")
        if mode in ("silent", "crash", "sleep in the database once"):
            yield Finding("printer-silent", "label-1", "The printer label-1 is silent.")
        if mode == "crash":
            raise ZeroDivisionError("as told")
        if mode == "hang":
            while True:
                time.sleep(0.05)
        if mode.startswith("read "):
            yield from self._read(mode.removeprefix("read "))
        if mode == "sleep in the database":
            self.env.cr.execute("SELECT pg_sleep(3600)")
        if mode == "lose the connection":
            self.env.cr._cnx.close()
        if mode == "slow":
            for done in range(100):
                look.progress(done, 100)
                time.sleep(0.05)

    def _read(self, path):
        """Read a table, then the file at ``path``; note beside it that it was begun."""
        self.env.cr.execute("SELECT 1 FROM ir_attachment LIMIT 1")
        with open(f"{path}.begun", "a") as begun:
            begun.write(".")
        with open(path) as file:
            file.read()
        return ()
