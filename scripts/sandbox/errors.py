"""What can go wrong on the way to a running Odoo, in one clear line."""


class SandboxError(Exception):
    """Something the person at the keyboard can mend; its text says what and how."""
