"""An upgrade is killed in the middle."""

import signal
import subprocess

from sandbox import processes
from sandbox.faults.fault import Fault

from ._book import MODULE

UPGRADE = ("-u", "web", "--stop-after-init", "--no-http")
STATE = f"SELECT state FROM ir_module_module WHERE name = '{MODULE}'"


def inject(site):
    """Kill the upgrade as soon as the mark is to be seen."""
    upgrade = processes.start(
        site.instance.command("-d", site.database, *UPGRADE),
        env=site.instance.variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    marked = processes.wait_until(
        lambda: site.sql(STATE) == [("to upgrade",)], 120, 0.01
    )
    upgrade.send_signal(signal.SIGKILL)
    processes.stop(upgrade)
    assert marked, "the upgrade never began"


def repair(site, _kept):
    """Upgrade again, to the end; then the first visitor comes."""
    site.instance.run("-d", site.database, *UPGRADE)
    site.warm_up()


FAULT = Fault(
    title="an upgrade killed in the middle",
    rule="module-pending",
    subject=lambda _site: MODULE,
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
