"""odoo.conf has a master password that anybody guesses."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="a weak master password",
    rule="admin-password-weak",
    subject=lambda _site: "odoo.conf:admin_passwd",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("admin_passwd", "admin"),
)
