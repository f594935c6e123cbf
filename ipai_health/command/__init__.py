"""What ``odoo health`` does, behind its command line in ``cli``."""
