"""The three procedures of the contract, step by step, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from .step import Step

REGENERATION = "40"
"""Seconds that the contract waits for Odoo to come back."""

PURGE = (
    "DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%'"
    " AND public AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1"
)
"""Only what Odoo generates: people upload attachments with such addresses too."""

FIND_VIEWS = (
    "SELECT id, name, model, inherit_id, active FROM ir_ui_view"
    " WHERE arch_db::text ~ '\\m{field}\\M' ORDER BY model, id"
)
DISABLE_VIEW = (
    "UPDATE ir_ui_view SET active = false WHERE id = {view}"
    " AND inherit_id IS NOT NULL AND mode = 'extension' RETURNING id, name, model"
)
"""An extension only: without its primary view a page cannot be shown at all."""


@dataclass(frozen=True)
class Production:
    """The names of what runs in production; the defaults are the contract's."""

    odoo: str = "odoo-ce"
    postgres: str = "odoo-postgres"
    database: str = "odoo_core"
    user: str = "odoo"
    network: str = "odoo_backend"
    alias: str = "postgres"
    compose: str = "deploy/docker-compose.prod.v0.10.0.yml"
    service: str = "odoo"
    url: str = "https://erp.insightpulseai.com"

    def sql(self, title: str, statement: str, unlike: str = "", why: str = "") -> Step:
        """Return the step that runs ``statement`` in the database."""
        psql = ("docker", "exec", self.postgres, "psql", "-X", "-U", self.user)
        words = ("-d", self.database, "-v", "ON_ERROR_STOP=1", "-c", statement)
        return Step(title, (*psql, *words), unlike=unlike, why=why)


def bad_gateway(here: Production) -> list[Step]:
    """Return what to look at when the proxy says 502."""
    return [
        Step(
            "Check container status",
            ("docker", "ps", "--all", "--filter", "name=odoo"),
        ),
        here.sql("Check database connection", "SELECT 1"),
        Step("Check logs", ("docker", "logs", here.odoo, "--tail", "50"), "error"),
        Step("Verify network", ("docker", "network", "inspect", here.network)),
        Step(
            f"Verify that {here.alias} stands on it",
            ("ipai-health", "containers", "--alias", here.alias),
        ),
    ]


def assets(here: Production) -> list[Step]:
    """Return what to do when assets answer 500."""
    return [
        here.sql("Clear asset cache", PURGE),
        Step(
            "Restart Odoo",
            ("docker", "compose", "-f", here.compose, "restart", here.service),
        ),
        Step("Wait for regeneration", ("sleep", REGENERATION)),
        Step("Test assets", ("ipai-health", "web", "--no-color", here.url)),
    ]


def owl(here: Production, field: str | None, view: int | str | None) -> list[Step]:
    """Return what to do about views that name ``field``, or about ``view``."""
    steps = []
    if field:
        find = FIND_VIEWS.format(field=field)
        steps.append(here.sql("Check for views with undefined fields", find))
    if view:
        disable = DISABLE_VIEW.format(view=view)
        why = f"view {view} does not exist, or is no extension"
        step = here.sql("Disable problematic view", disable, "UPDATE 0", why)
        steps += [step, *assets(here)]
    return steps
