"""An operation on a module that was asked for and did not take place."""

MARK = """
    UPDATE ir_module_module SET state = %s,
        write_date = (now() AT TIME ZONE 'UTC') - %s::interval WHERE name = %s
"""


def waiting(module, state, since):
    """Return rule, subject, inject, repair and clean of a fault in which ``module`` is
    in ``state`` ``since`` a while, as in ``"1 hour"``.
    """

    def inject(site):
        site.sql(MARK, [state, since, module])

    def repair(site, _kept):
        """Heal it as an upgrade does, which changes the date too."""
        site.sql(MARK, ["installed", "0 hours", module])

    def clean(site):
        """Look as is done after each upgrade: the code that is found then counts as
        that of the upgrade.
        """
        site.look()

    return {
        "rule": "module-pending",
        "subject": lambda _site: module,
        "inject": inject,
        "repair": repair,
        "clean": clean,
        "stored": False,
        "ready": 200,
    }
