"""The registry has to be loaded again and cannot be."""

from sandbox import processes
from sandbox.faults.fault import Fault

AGAIN = "INSERT INTO orm_signaling_registry DEFAULT VALUES"


def inject(site):
    site.sql("ALTER TABLE ir_model RENAME COLUMN state TO state_kept")
    site.sql(AGAIN)
    for _each in range(6):
        site.code("/web/login")


def repair(site, _kept):
    """Heal the table; the next user makes the server load again."""
    site.sql("ALTER TABLE ir_model RENAME COLUMN state_kept TO state")
    site.sql(AGAIN)
    processes.wait_until(lambda: _answers(site), 60, 0.5)


def _answers(site):
    return all(site.code("/web/login") == 200 for _each in range(6))


FAULT = Fault(
    title="a registry that cannot be loaded",
    rule="registry-not-loadable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    alone=True,
)
