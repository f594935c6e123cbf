"""What happens when the addon is loaded, installed and removed."""

from .core.own_log import own_logger

_logger = own_logger(__name__)


def post_load():
    """Put the probe in front of Odoo where the addon is loaded server-wide, and see
    to the node's helper thread.

    Called once when a process loads the code of the addon; later than that, for the
    first database that has it installed, is too late for the probe to promise
    anything.
    """
    from .node import serving
    from .probe import odoo_adapter

    serving.arrange()

    if odoo_adapter.is_server_wide():
        odoo_adapter.install()


def post_init_hook(env):
    """Make the rows of the checks and trigger the first run."""
    env["ipai.health.check"]._sync()
    env.ref("ipai_health.ir_cron_standard")._trigger()


def uninstall_hook(env):
    """Remove what Odoo does not remove by itself."""
    parameters = env["ir.config_parameter"].search([("key", "=like", "ipai_health.%")])
    parameters.unlink()
    # other addons that extend mail.thread own a row for each model that inherits it
    inherits = env["ir.model.data"].search(
        [
            ("model", "=", "ir.model.inherit"),
            ("name", "=like", "model_inherit__ipai_health_%"),
            ("module", "!=", "ipai_health"),
        ]
    )
    inherits.unlink()
