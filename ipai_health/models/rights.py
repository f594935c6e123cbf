"""Who may look, and who may act: asked for in one place, whoever calls."""

from odoo.exceptions import AccessError

MEMBER = "ipai_health.group_user"
MANAGER = "ipai_health.group_manager"


def is_manager(env):
    """Tell whether the user of ``env`` may act."""
    return env.user.has_group(MANAGER)


def require_manager(env):
    """Raise ``AccessError`` unless the user of ``env`` may act."""
    if not is_manager(env):
        raise AccessError(env._("Only Health managers may do this."))


def require_member(env):
    """Raise ``AccessError`` unless the user of ``env`` may look."""
    if not env.user.has_group(MEMBER):
        raise AccessError(env._("Only members of the Health group may look."))
