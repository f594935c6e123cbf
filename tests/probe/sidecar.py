"""A running ``ipai-health serve``, and what is asked about it."""

import contextlib
import http.client
import json
import re
import socket
import sys
import time

from sandbox.paths import ROOT
from sandbox.processes import free_port, start

MEMORY = 40_000_000
"""Bytes that the sidecar may take."""

RIGHTS = {"Authorization": "Bearer token"}
"""What opens its details."""


class Sidecar:
    """``ipai-health serve`` with an odoo.conf of the test's."""

    def __init__(self, folder, postgres, database, odoo_port):
        self.port = free_port()
        self.agent_port = free_port()
        self.conf = folder / "odoo.conf"
        self.drain_file = folder / "drain"
        self.conf.write_text(
            "[options]\n"
            f"db_host = {postgres.host}\ndb_port = {postgres.port}\n"
            f"db_user = {postgres.user}\ndb_password = {postgres.password}\n"
            f"dbfilter = ^{database}$\nhttp_port = {odoo_port}\n"
            f"ipai_health_token = token\nipai_health_drain_file = {self.drain_file}\n"
        )
        self.log = folder / "serve.log"
        with self.log.open("wb") as out:
            self.process = start(
                [
                    *(sys.executable, "-m", "ipai_health.gates", "serve"),
                    *("--conf", self.conf, "--interface", "127.0.0.1"),
                    *("--port", str(self.port), "--agent-port", str(self.agent_port)),
                ],
                cwd=ROOT,
                stderr=out,
            )

    def ask(self, path="/ipai/health", method="GET", headers=None):
        """Return code, body, seconds, headers."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            try:
                connection.request(method, path, headers=headers or {})
                answer = connection.getresponse()
            except OSError:
                return 0, b"", 0.0, {}
            body = answer.read()
            seconds = time.monotonic() - started
            return answer.status, body, seconds, dict(answer.getheaders())

    def agent(self):
        """Return what an agent check reads."""
        with socket.create_connection(("127.0.0.1", self.agent_port), 5) as connection:
            return connection.makefile("rb").read()

    def memory(self):
        """Return the resident memory in bytes."""
        with open(f"/proc/{self.process.pid}/smaps_rollup") as file:
            return int(re.search(r"^Rss:\s+(\d+)", file.read(), re.M)[1]) * 1024

    def notes(self):
        """Return the reasons that the details give."""
        _code, body, _seconds, _headers = self.ask(
            "/ipai/health?verbose", headers=RIGHTS
        )
        return json.loads(body)["notes"]
