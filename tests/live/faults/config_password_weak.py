"""odoo.conf has a master password that anybody guesses."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="a weak master password",
    rule="admin-password-weak",
    **configured("admin_passwd", "admin"),
)
