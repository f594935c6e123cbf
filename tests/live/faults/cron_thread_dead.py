"""The threads of the scheduled actions lost their connection and died; HTTP goes on."""

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from .cron_stalled import LATE

LISTENING = """
    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
    WHERE datname = 'postgres' AND usename = %s
"""


def inject(site):
    """End the connections that the threads wait on, and let the actions be late."""
    postgres = site.instance.postgres
    if not postgres.administer(LISTENING, [postgres.user]):
        raise SandboxError("no thread listens")
    processes.wait_until(lambda: False, 1)
    site.sql(LATE)


def repair(site, _kept):
    """Only a restart brings the threads back."""
    site.restart()


FAULT = Fault(
    title="dead threads of the scheduled actions",
    rule="cron-stalled",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("threaded",),
    patience=180.0,
)
