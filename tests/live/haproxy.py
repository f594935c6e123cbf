"""A running HAProxy before Odoo nodes, with the shipped configuration or the barest."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
from pathlib import Path

from sandbox import processes

from tests.live.balancer import get, running

HAPROXY = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
PATIENCE = 20.0
"""Seconds until HAProxy has taken notice; it asks every second, twice."""


class HAProxy:
    """A running HAProxy with the shipped configuration."""

    def __init__(self, port: int, monitoring: int):
        self.port = port
        self.monitoring = monitoring

    def up(self, backend: str) -> set[str]:
        """Return the servers of ``backend`` that are up."""
        return {
            row["svname"]
            for row in self._rows()
            if row["pxname"] == backend
            and row["svname"] not in ("FRONTEND", "BACKEND")
            and row["status"].startswith("UP")
        }

    def asked_again(self) -> int:
        """Return how many requests were sent for a second time, to either node."""
        return sum(
            int(row["wretr"] or 0) + int(row["wredis"] or 0)
            for row in self._rows()
            if row["svname"] == "BACKEND"
        )

    def _rows(self) -> list[dict[str, str]]:
        _code, body = get(self.monitoring, "/;csv")
        return list(csv.DictReader(io.StringIO(body.decode().lstrip("# "))))

    def wait_for(self, backend: str, *names: str) -> None:
        """Wait until just ``names`` are up in ``backend``."""
        wanted = set(names)
        assert processes.wait_until(lambda: self.up(backend) == wanted, PATIENCE), (
            f"{backend}: {self.up(backend)} is up, not {wanted}"
        )


def configuration(checkout: Path, nodes, port: int, monitoring: int) -> str:
    """Return the shipped configuration for ``nodes`` instead of docker's."""
    text = (checkout / "docker/haproxy/haproxy.cfg").read_text()
    text = text.replace("bind :8080", f"bind 127.0.0.1:{port}")
    text = text.replace("bind :8404", f"bind 127.0.0.1:{monitoring}")
    for template in re.findall(r"^    server-template .*$", text, re.M):
        servers = "\n".join(
            f"    server node{number} 127.0.0.1:{node.port} check"
            for number, node in enumerate(nodes, 1)
        )
        text = text.replace(template, servers, 1)
    return text


BARE = """
defaults
    mode http
    timeout connect 3s
    timeout client 60s
    timeout server 130s
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response

listen site
    bind 127.0.0.1:{port}
    option httpchk /ipai/health/ready
{servers}

listen monitoring
    bind 127.0.0.1:{monitoring}
    stats enable
    stats uri /
"""
"""The oldest way to ask, and the one in every tutorial: OPTIONS over HTTP/1.0, without
a Host.
"""


def bare_configuration(nodes, port: int, monitoring: int) -> str:
    """Return what somebody writes who knows one line of HAProxy's manual."""
    servers = "\n".join(
        f"    server node{number} 127.0.0.1:{node.port} check inter 500 fall 2 rise 2"
        for number, node in enumerate(nodes, 1)
    )
    return BARE.format(port=port, monitoring=monitoring, servers=servers)


@contextlib.contextmanager
def haproxy_with(make_configuration, folder: Path):
    """Give HAProxy with ``make_configuration(port, monitoring)``."""
    assert HAPROXY, "haproxy is missing, see requirements/debian.txt"
    port, monitoring = processes.free_port(), processes.free_port()
    path = folder / "haproxy.cfg"
    path.write_text(make_configuration(port, monitoring))
    command = ["env", "SITE_HOST=shop.example.com", HAPROXY, "-db", "-f", path]
    with running(command, folder / "haproxy.log", port):
        yield HAProxy(port, monitoring)
