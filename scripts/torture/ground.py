"""The database that is broken: served through a link, visited, and in good health."""

import contextlib
import json
import secrets
import shutil
import sys
import time

from passlib.context import CryptContext
from sandbox import processes, templates
from sandbox.errors import SandboxError
from sandbox.faults import module_without_folder
from sandbox.instance import Instance
from sandbox.link import Link
from sandbox.paths import ROOT
from sandbox.site import TOKEN, Site

from .mail_sink import MailSink

DATABASE = "demo"
BOOKCASE = "sandbox_bookcase"
TEMPLATE = "template_torture"
SETTLED = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC';
    UPDATE ir_cron SET active = false WHERE id IN (
        SELECT res_id FROM ir_model_data
        WHERE module = 'mail' AND name = 'ir_cron_module_update_notification')
"""
"""A copy is as late as what it was copied from is old; and the one action that asks
a server of Odoo's maker fails where there is no way out, as cron-failing rightly says.
"""

MASTER_PASSWORD = CryptContext(["pbkdf2_sha512"]).hash(secrets.token_hex(16))

CONNECTIONS = 60
"""What PostgreSQL gives: few, so that taking them all takes no time."""

sys.path.insert(0, str(ROOT / "tests" / "live"))


class TortureSite(Site):
    """A served database whose way to PostgreSQL can be broken."""

    link: Link
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

    def call(self, model, method, *arguments, **options):
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
            timeout=120,
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


def template(workshop, base):
    """Return a database with the addon as it is now and the two broken modules."""
    addons = workshop.folder / "addons"
    write_modules(addons)
    helper = Instance(
        workshop.source,
        workshop.postgres,
        workshop.folder / "torture",
        addons=(ROOT, addons),
    )
    templates.clone(helper, base, TEMPLATE, workshop)
    helper.install(TEMPLATE, ["ipai_health", BOOKCASE])
    return helper


def write_modules(addons):
    """Write the modules that faults break into the addons path ``addons``."""
    shutil.rmtree(addons, ignore_errors=True)
    module_without_folder.write_module(addons)
    shutil.copytree(ROOT / "tests" / "live" / "addons" / BOOKCASE, addons / BOOKCASE)


@contextlib.contextmanager
def served(workshop, postgres, folder, mode, options=None):
    """Serve a copy of the template of ``workshop``, looked at once, as a
    :class:`TortureSite`.
    """
    addons = folder / "addons"
    write_modules(addons)
    sink = MailSink()
    link = Link((postgres.host, postgres.port))
    instance = Instance(
        workshop.source,
        postgres,
        folder / "odoo",
        options={
            "dbfilter": f"^{DATABASE}$",
            "db_port": str(link.port),
            "smtp_port": str(sink.port),
            "email_from": "odoo@sandbox.example",
            "admin_passwd": MASTER_PASSWORD,
            **(options or {}),
        },
        environment={"IPAI_HEALTH_TOKEN": TOKEN, "IPAI_HEALTH_DATABASES": DATABASE},
        addons=(ROOT, addons),
    )
    templates.clone(instance, TEMPLATE, DATABASE, workshop)
    postgres.execute(SETTLED, None, DATABASE)
    server = instance.serve(mode=mode)
    try:
        site = TortureSite(instance, server.wait(), DATABASE)
        site.link = link
        server.wait("/web/login")
        site.warm_up()
        site.session = site.log_in()
        site.look()
        site.warm_up()
        yield site
    finally:
        server.stop()
        link.close()
        sink.close()


def wait_for_pass(site, seconds=10.0):
    """Return the seconds until the probe says pass, else ``None``."""
    started = time.monotonic()
    passed = processes.wait_until(lambda: passes(site), seconds)
    return time.monotonic() - started if passed else None


def passes(site):
    """Tell whether every path of the probe is in good health."""
    code, _headers, body = site.server.get("/ipai/health")
    return (
        code == 200
        and json.loads(body) == {"status": "pass"}
        and site.code("/ipai/health/ready") == 200
    )
