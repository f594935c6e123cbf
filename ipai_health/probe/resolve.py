"""Resolves host names without ever waiting longer than a deadline.

libpq resolves names inside the call that holds the interpreter's lock: a resolver
that hangs for 8 s froze every thread of the process for 7.7 s. A thread of our own
that calls the system's resolver does not, and may be left behind.
"""

from __future__ import annotations

import os
import socket
import threading
import time

from .deadline import Deadline
from .failure import ServerSilent

KEPT_SECONDS = 5.0
"""How long an address is used again: short enough to follow a failover by name."""


class _Lookup:
    """One question to the system's resolver, shared by all who ask it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.addresses: tuple[str, ...] = ()
        self.error = ""
        self.ended = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        try:
            found = socket.getaddrinfo(self.host, None, type=socket.SOCK_STREAM)
            self.addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
        except (OSError, UnicodeError) as error:
            self.error = getattr(error, "strerror", None) or str(error)
        self.ended = time.monotonic()
        self.done.set()

    @property
    def usable(self) -> bool:
        """Tell whether its answer, or the wait for it, can be shared now."""
        if not self.done.is_set():
            return True
        return not self.error and time.monotonic() - self.ended < KEPT_SECONDS


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
        if not lookup.done.wait(deadline.remaining()):
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
                name = "ipai_health.resolve"
                threading.Thread(target=lookup.run, name=name, daemon=True).start()
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
