"""Children that never outlive their parent."""

import contextlib
import ctypes
import functools
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h: the signal a child gets when its parent dies."""


PORTS = range(10_240, 32_640, 320)
"""First ports of the shares that processes give out ports of: below 32768, from where
on kernels give out the local ports of connections.
"""


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to send ``signal_number`` to this process with its parent's end.

    To be called in the child before it executes its program; elsewhere than on Linux
    it does nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)


def _begin_anew(last_signal: int) -> None:
    """In the child: end with the parent, and hear Ctrl-C again, which a shell lets its
    background jobs and their children ignore.
    """
    die_with_parent(last_signal)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(command, *, last_signal=signal.SIGTERM, **options) -> subprocess.Popen:
    """Start ``command`` in a process group of its own that ends with this process.

    :param last_signal: what the child gets should this process be killed
    :param options: passed on to ``subprocess.Popen``
    """
    return subprocess.Popen(
        [os.fspath(word) for word in command],
        start_new_session=True,
        preexec_fn=lambda: _begin_anew(last_signal),
        **options,
    )


def stop(process, *, polite=signal.SIGTERM, patience=15.0) -> None:
    """End ``process`` and the group it leads: politely, then not."""
    if process.poll() is None:
        process.send_signal(polite)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tree(pid: int) -> list[int]:
    """Return ``pid`` and every process below it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                children = Path(f"/proc/{parent}/task/{task}/children").read_text()
                found += map(int, children.split())
    return found


def alive(pids) -> list[int]:
    """Return those of ``pids`` that have not ended."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def free_port(first: int = 0) -> int:
    """Return a port of 127.0.0.1 that nobody listens on: ``first``, or the next free
    one after it; when ``first`` is 0 one that no other process is given, and this one
    not again soon.
    """
    some = range(first, first + 100) if first else itertools.islice(_share()[1], 100)
    for port in some:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise OSError(f"no free port among a hundred from {first or PORTS[0]} on")


@functools.cache
def _share():
    """Return the share of this process: the socket that keeps its first port, by which
    others know that it is taken, and the other ports in turn.
    """
    for first in PORTS:
        keeper = socket.socket()
        try:
            keeper.bind(("127.0.0.1", first))
        except OSError:
            keeper.close()
            continue
        return keeper, itertools.cycle(range(first + 1, first + PORTS.step))
    raise OSError("every share of ports is taken")


def wait_until(promise, seconds: float, every: float = 0.05):
    """Return the first true value of ``promise()`` within ``seconds``, else None."""
    end = time.monotonic() + seconds
    while True:
        value = promise()
        if value or time.monotonic() > end:
            return value or None
        time.sleep(every)
