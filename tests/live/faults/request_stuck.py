"""A user's request waits for a lock for ever: no fault of the node."""

import contextlib
import threading

from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from ._postgres import lock


def inject(site):
    owner = lock(site.instance.postgres, site.database, "sandbox_book")

    def ask():
        with contextlib.suppress(SandboxError):
            site.call("sandbox.book", "search_read", [], ["name"])

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return owner, thread


def repair(_site, kept):
    owner, thread = kept
    owner.close()
    thread.join(30)


FAULT = Fault(
    title="a request that is stuck",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
