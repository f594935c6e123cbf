"""The database that is broken: served through a link, visited, and in good health."""

import contextlib
import json
import os
import secrets
import shutil
import sys
import time
from dataclasses import dataclass, field

from passlib.context import CryptContext
from sandbox import odoo_source, processes, templates
from sandbox.errors import SandboxError
from sandbox.faults import module_without_folder
from sandbox.instance import Instance
from sandbox.link import Link
from sandbox.paths import ROOT
from sandbox.postgres import EmbeddedPostgres
from sandbox.site import TOKEN, Site

from .mail_sink import MailSink

DATABASE = "demo"
BOOKCASE = "sandbox_bookcase"
BASE = "template_base"
TEMPLATE = "template_torture"
SETTLED = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC';
    UPDATE ir_cron SET active = false WHERE id IN (
        SELECT res_id FROM ir_model_data
        WHERE module = 'mail' AND name = 'ir_cron_module_update_notification');
    UPDATE res_partner SET email = 'admin@sandbox.example' WHERE id IN (
        SELECT partner_id FROM res_users WHERE login = 'admin')
"""
"""A copy is as late as what it was copied from is old. The one action that asks a
server of Odoo's maker fails where there is no way out, as cron-failing rightly says;
and whoever has no address cannot be told, as notification-failed says.
"""

MASTER_PASSWORD = CryptContext(["pbkdf2_sha512"]).hash(secrets.token_hex(16))

CONNECTIONS = 60
"""What PostgreSQL gives: few, so that taking them all takes no time."""

HUMBLE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""What takes from root the right to read and write whatever others own, as every Odoo
lacks it that is well set up."""

sys.path.insert(0, str(ROOT / "tests" / "live"))


@dataclass
class Others:
    """Addons of others: their folders, the modules to install, and what they want of
    odoo.conf and of the environment.
    """

    addons: tuple = ()
    modules: tuple = ()
    options: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)


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
        if wait_for_pass(self, 60) is None:
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


@contextlib.contextmanager
def workshop(folder):
    """Give an instance with a PostgreSQL of its own below ``folder``, which may be
    broken, and a template: the addon as it is now and the two modules of the faults.
    """
    settings = {"max_connections": str(CONNECTIONS)}
    server = EmbeddedPostgres(folder / "postgres", settings=settings).start()
    try:
        plain = basic(server, folder)
        templates.ensure(plain, BASE, templates.BASE)
        addons = folder / "addons"
        write_modules(addons)
        helper = Instance(
            plain.source, server, plain.folder / "torture", addons=(ROOT, addons)
        )
        templates.clone(helper, BASE, TEMPLATE, plain)
        helper.install(TEMPLATE, ["ipai_health", BOOKCASE])
        for name in (BASE, TEMPLATE):
            # Odoo runs the scheduled actions of whatever database it can enter
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        yield helper
    finally:
        server.stop()


def basic(server, folder):
    """Return the instance that has the files of the template without any addon."""
    return Instance(odoo_source.find(), server, folder / "workshop")


def write_modules(addons):
    """Write the modules that faults break into the addons path ``addons``."""
    shutil.rmtree(addons, ignore_errors=True)
    module_without_folder.write_module(addons)
    shutil.copytree(ROOT / "tests" / "live" / "addons" / BOOKCASE, addons / BOOKCASE)


@contextlib.contextmanager
def served(workshop, folder, mode, others=None):
    """Serve a copy of the template of ``workshop``, looked at once, as a
    :class:`TortureSite`.

    :param others: an :class:`Others`, addons that are to run beside ours
    """
    others = others or Others()
    postgres = workshop.postgres
    addons = folder / "addons"
    write_modules(addons)
    sink = MailSink()
    link = Link((postgres.host, postgres.port))
    instance = HumbleInstance(
        workshop.source,
        postgres,
        folder / "odoo",
        options={
            "dbfilter": f"^{DATABASE}$",
            "db_port": str(link.port),
            "smtp_port": str(sink.port),
            "email_from": "odoo@sandbox.example",
            "admin_passwd": MASTER_PASSWORD,
            **others.options,
        },
        environment={
            "IPAI_HEALTH_TOKEN": TOKEN,
            "IPAI_HEALTH_DATABASES": DATABASE,
            **others.environment,
        },
        # the last one is what the faults break
        addons=(ROOT, *others.addons, addons),
    )
    templates.clone(instance, TEMPLATE, DATABASE, workshop)
    if others.modules:
        instance.install(DATABASE, others.modules)
    postgres.execute(SETTLED, None, DATABASE)
    # the numbers that a fresh copy gives are kept through a crash only from here on
    postgres.administer("CHECKPOINT")
    site = TortureSite(instance, instance.serve(mode=mode), DATABASE)
    try:
        site.link, site.sink, site.mode = link, sink, mode
        site.server.wait().wait("/web/login")
        site.warm_up()
        site.session = site.log_in()
        site.warm_up("/odoo", headers=site.session)
        site.look()
        yield site
    finally:
        site.server.stop()
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
