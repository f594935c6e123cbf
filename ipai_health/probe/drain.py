"""Takes one node out of the balancer: while its file exists, it is not ready."""

from __future__ import annotations

import re
import socket
from pathlib import Path

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def node_name(http_port: int | str, hostname: str | None = None) -> str:
    """Return what a running Odoo server is known by: host name and HTTP port."""
    return f"{hostname or socket.gethostname()}:{http_port}"


def default_file(data_dir: str, node: str) -> str:
    """Return the drain file of ``node``."""
    return own_file(data_dir, node, "drain")


def own_file(data_dir: str, node: str, kind: str) -> str:
    """Return the file of that kind of ``node``: its own, though the folder may be
    shared.
    """
    host, _colon, port = node.rpartition(":")
    name = _UNSAFE.sub("_", f"{host}.{port}")
    return str(Path(data_dir) / f"ipai_health.{kind}.{name}")


def drain(path: str) -> None:
    """Take the node out. Raises ``OSError``."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def undrain(path: str) -> None:
    """Bring the node back. Raises ``OSError``."""
    Path(path).unlink(missing_ok=True)
