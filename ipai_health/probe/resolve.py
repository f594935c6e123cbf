"""Resolves host names without ever waiting longer than a deadline.

libpq resolves names inside the call that holds the interpreter's lock: a resolver
that hangs for 8 s froze every thread of the process for 7.7 s. A thread of our own
that calls the system's resolver does not, and may be left behind.

The thread is a real one, and calls the real resolver, in a gevent server too: gevent's
own pool of threads would keep those that resolved, with their descriptors.
"""

from __future__ import annotations

import _socket
import _thread
import os
import socket
import threading
import time
from collections.abc import Callable

from .deadline import Deadline
from .failure import ServerSilent

KEPT_SECONDS = 5.0
"""How long an address is used again: short enough to follow a failover by name."""

FIRST_NAP = 0.0005
LONGEST_NAP = 0.02
"""Seconds between two looks whether the thread is done; each twice the one before."""

start_thread: Callable[..., int] = _thread.start_new_thread
"""How to start a real thread; the host of a gevent server puts the original here."""


class _Lookup:
    """One question to the system's resolver, shared by all who ask it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.addresses: tuple[str, ...] = ()
        self.error = ""
        self.ended = 0.0

    def run(self) -> None:
        try:
            self.addresses = tuple(resolve(self.host))
        except (OSError, UnicodeError) as error:
            self.error = getattr(error, "strerror", None) or str(error)
        self.ended = time.monotonic()

    def wait(self, deadline: Deadline) -> bool:
        """Return whether it ended in time. Naps rather than waits for a lock, which a
        real thread and a greenlet cannot share.
        """
        nap = FIRST_NAP
        while not self.ended and deadline.remaining():
            time.sleep(nap)
            nap = min(nap * 2, LONGEST_NAP)
        return bool(self.ended)

    @property
    def usable(self) -> bool:
        """Tell whether its answer, or the wait for it, can be shared now."""
        if not self.ended:
            return True
        return not self.error and time.monotonic() - self.ended < KEPT_SECONDS


def resolve(host: str) -> list[str]:
    """Return what the system's resolver says, whoever has patched ``socket``."""
    found = _socket.getaddrinfo(host, None, 0, socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Resolver:
    """Host names to addresses; at most one thread a name."""

    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._lookups: dict[str, _Lookup] = {}

    def addresses(self, host: str, deadline: Deadline) -> tuple[str, ...]:
        """Return the addresses of ``host``. Raises ``ServerSilent``."""
        lookup = self._lookup(host)
        if not lookup.wait(deadline):
            raise ServerSilent(
                f"the name {host} was not resolved within {deadline.seconds:g} s"
            )
        if lookup.error:
            raise ServerSilent(f"the name {host} cannot be resolved: {lookup.error}")
        return lookup.addresses

    def _lookup(self, host: str) -> _Lookup:
        with self._lock:
            lookup = self._lookups.get(host)
            if lookup is None or not lookup.usable:
                lookup = self._lookups[host] = _Lookup(host)
                start_thread(lookup.run, ())
            return lookup


_resolver = Resolver()


def with_addresses(parameters: dict[str, str], deadline: Deadline) -> dict[str, str]:
    """Return libpq's ``parameters`` with ``hostaddr`` for every name in ``host``.

    A list of hosts, and a name with several addresses, become a list in which each
    address stands beside its name (certificates are checked against the name).
    Sockets of this machine and plain addresses stay as they are.
    """
    hosts = parameters.get("host", "").split(",")
    if "hostaddr" in parameters or not any(map(_is_name, hosts)):
        return parameters
    ports = str(parameters.get("port", "")).split(",")
    if len(ports) != len(hosts):
        ports = ports[:1] * len(hosts)
    rows = [
        (host, address, port)
        for host, port in zip(hosts, ports, strict=True)
        for address in _addresses_of(host, deadline)
    ]
    expanded = dict(parameters)
    expanded["host"] = ",".join(row[0] for row in rows)
    expanded["hostaddr"] = ",".join(row[1] for row in rows)
    if any(ports):
        expanded["port"] = ",".join(row[2] for row in rows)
    return expanded


def _addresses_of(host: str, deadline: Deadline) -> tuple[str, ...]:
    return _resolver.addresses(host, deadline) if _is_name(host) else ("",)


def _is_name(host: str) -> bool:
    if not host or host.startswith(("/", "@")):
        return False
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return False
    return True
