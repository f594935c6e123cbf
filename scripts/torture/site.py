"""One served database as faults break it: what is asked, and what it is made to do."""

import contextlib
import json
import os
import time

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.instance import Instance
from sandbox.link import Link
from sandbox.site import Site

from .mail_sink import MailSink

HUMBLE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""What takes from root the right to read and write whatever others own, as every Odoo
lacks it that is well set up."""


FAILED = "SELECT cron_name FROM ir_cron WHERE active AND failure_count > 0"

DUE_AGAIN = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '1 second'
     WHERE active AND failure_count > 0 RETURNING id
"""


class HumbleInstance(Instance):
    """An Odoo that must heed the rights of files, also when root runs it."""

    def command(self, *words):
        """Return the command line of Odoo's ``words``."""
        prefix = HUMBLE if os.geteuid() == 0 else ()
        return [*prefix, *super().command(*words)]


class TortureSite(Site):
    """A served database whose way to PostgreSQL can be broken."""

    link: Link
    sink: MailSink
    mode: str
    session: dict
    slowest = 0.0
    """Seconds that the slowest answer of the probe took."""

    def code(self, path, **options):
        """Return the HTTP code of ``path``; 0 when nothing answers."""
        with self._timed(path):
            return super().code(path, **options)

    def details(self):
        """Return the detailed answer of the probe."""
        with self._timed("/ipai/health?verbose"):
            return super().details()

    @contextlib.contextmanager
    def _timed(self, path):
        started = time.monotonic()
        yield
        if path.startswith("/ipai/health"):
            self.slowest = max(self.slowest, time.monotonic() - started)

    def restart(self, *words, environment=None, options=None):
        """End the server, and start it with other words, environment or options, on
        the same port: the same node.
        """
        port = self.server.port
        self.server.stop()
        self.instance.options |= options or {}
        self.instance.write_configuration()
        self.server = self.instance.serve(
            *words, mode=self.mode, port=port, environment=environment
        )
        self.server.wait().wait("/web/login")
        if self.wait_for_pass(60) is None:
            raise SandboxError(f"not well after a restart: {self.details()}")

    def call(self, model, method, *arguments, timeout=120.0, **options):
        """Call ``method`` as the logged-in user; return its result.

        :raise SandboxError: the server refused, with its reason
        """
        question = {
            "jsonrpc": "2.0",
            "params": {
                "model": model,
                "method": method,
                "args": list(arguments),
                "kwargs": options,
            },
        }
        code, _headers, body = self.server.get(
            f"/web/dataset/call_kw/{model}/{method}",
            headers={**self.session, "Content-Type": "application/json"},
            data=json.dumps(question).encode(),
            method="POST",
            timeout=timeout,
        )
        try:
            answer = json.loads(body)
        except ValueError:
            raise SandboxError(f"{model}.{method} answered {code}") from None
        if "error" in answer:
            raise SandboxError(
                f"{model}.{method}: {answer['error']['data']['message']}"
            )
        return answer.get("result")

    def look(self, *_words):
        """Let the running server look at everything, as a person would ask it to."""
        end = time.monotonic() + 60
        while not self.call("ipai.health.overview", "run_now", "full"):
            # the scheduled self-check is at it
            if time.monotonic() > end:
                raise SandboxError("another self-check never ended")
            time.sleep(0.5)

    def run_failed_actions(self):
        """Let the scheduled actions run again that an outage made fail, as their rule
        advises; tell whether there were any.
        """
        if not self.sql(DUE_AGAIN):
            return False
        self.instance.postgres.administer(f"NOTIFY cron_trigger, '{self.database}'")
        if not processes.wait_until(lambda: not self.sql(FAILED), 60, 0.5):
            raise SandboxError(f"scheduled actions still fail: {self.sql(FAILED)}")
        return True

    def look_by_command(self, *words):
        """Return what ``odoo health`` with ``words`` finds."""
        found = super().look(*words)
        if found is None:
            raise SandboxError("odoo health printed nothing")
        return found

    def open_findings(self):
        """Return rule and subject of the stored findings that are open."""
        rows = self.sql(
            "SELECT rule, subject FROM ipai_health_finding WHERE state = 'open'"
        )
        return set(rows)

    def wait_for_pass(self, seconds=10.0):
        """Return the seconds until the probe says pass, else ``None``."""
        started = time.monotonic()
        passed = processes.wait_until(self.passes, seconds)
        return time.monotonic() - started if passed else None

    def passes(self):
        """Tell whether every path of the probe is in good health."""
        code, _headers, body = self.server.get("/ipai/health")
        return (
            code == 200
            and json.loads(body) == {"status": "pass"}
            and self.code("/ipai/health/ready") == 200
        )
