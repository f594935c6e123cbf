"""Which process of a prefork server is which: its log says so, the kernel does not."""

import re
from pathlib import Path

ALIVE = re.compile(r"Worker (Worker\w+) \((\d+)\) alive")


def of(server, kind="WorkerHTTP") -> list[int]:
    """Return the pids of the workers of ``kind`` that live, the oldest first.

    :param kind: ``WorkerHTTP`` or ``WorkerCron``
    """
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    told = ALIVE.findall(server.log.read_text(errors="replace"))
    return [int(pid) for name, pid in told if name == kind and pid in children]
