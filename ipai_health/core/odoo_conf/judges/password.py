"""The master password."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Finding
from ..expected import Expected
from ..settings import Settings

HASH = "$pbkdf2-sha512$"
DEFAULT = "admin"


def judge(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when the master password is missing, the default or readable.

    An empty one is fine: Odoo then accepts none.
    """
    setting = settings["admin_passwd"]
    if not setting.known or not setting.value or str(setting.value).startswith(HASH):
        return
    if not setting.is_set:
        message = f"admin_passwd is not set, so it is {DEFAULT}."
    elif setting.value == DEFAULT:
        message = f"admin_passwd is Odoo's default, {DEFAULT}."
    else:
        message = "admin_passwd is readable text, not a hash."
    yield settings.finding("admin-password-weak", "admin_passwd", message)
