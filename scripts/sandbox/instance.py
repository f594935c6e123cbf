"""One Odoo of its own: configuration, data folder, commands and servers."""

import contextlib
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from . import processes
from .errors import SandboxError
from .odoo_source import OdooSource
from .paths import ROOT
from .postgres import Postgres

LAUNCHER = ROOT / "scripts" / "launch" / "odoo"

SERVER_WIDE = "base,rpc,web,ipai_health"

EVERY_TEST = "^[a-z0-9_]+$"
"""Lets every name through that a test gives a database, and no other."""

MODES = {
    "threaded": [],
    "prefork": ["--workers=2"],
    "gevent": ["--workers=2"],
}
"""How to start each kind of server; the gevent port comes with prefork."""


class Instance:
    """An Odoo with its own odoo.conf and data folder below ``folder``.

    ``options`` are written into odoo.conf over the defaults here, ``sections`` beside
    them, which addons of others read; ``environment`` goes to every process of it.
    """

    def __init__(
        self,
        source: OdooSource,
        postgres: Postgres,
        folder: Path,
        options=None,
        environment=None,
        addons=(ROOT,),
        sections=None,
    ):
        self.source = source
        self.postgres = postgres
        self.folder = folder
        self.data = folder / "data"
        self.environment = dict(environment or {})
        self.addons = [*source.addons_paths, *addons]
        self.options = {
            **postgres.options(),
            "addons_path": ",".join(str(path) for path in self.addons),
            "data_dir": str(self.data),
            "http_interface": "127.0.0.1",
            "server_wide_modules": SERVER_WIDE,
            "list_db": "False",
            "dbfilter": EVERY_TEST,
            # empty: no master password is accepted at all
            "admin_passwd": "",
            "log_level": "info",
        } | (options or {})
        self.sections = sections or {}
        self.configuration = folder / "odoo.conf"
        self.write_configuration()

    def write_configuration(self) -> None:
        """Write odoo.conf, readable by nobody else: it holds a password."""
        self.data.mkdir(parents=True, exist_ok=True)
        lines = [
            line
            for section, options in ({"options": self.options} | self.sections).items()
            for line in (
                f"[{section}]\n",
                *(f"{name} = {value}\n" for name, value in options.items()),
            )
        ]
        handle = os.open(
            self.configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        with os.fdopen(handle, "w") as out:
            out.writelines(lines)

    def filestore(self, database: str) -> Path:
        """Return the folder of the files of ``database``."""
        return self.data / "filestore" / database

    def command(self, *words) -> list[str]:
        """Return the command line of Odoo's ``words``; the first may be a command."""
        return [sys.executable, str(LAUNCHER), *map(str, words)]

    def variables(self) -> dict[str, str]:
        """Return the environment of every process of this Odoo."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PG", "ODOO_", "IPAI_HEALTH_"))
        }
        return {
            **inherited,
            "PYTHONPATH": str(self.source.core),
            "PYTHONUNBUFFERED": "1",
            "ODOO_RC": str(self.configuration),
            **self.environment,
        }

    def run(self, *words, timeout=600, script=None, environment=None):
        """Run Odoo with ``words`` to its end; return the completed process with its
        standard output and error as text.
        """
        return subprocess.run(
            self.command(*words),
            input=script,
            env=self.variables() | (environment or {}),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM),
        )

    def install(self, database: str, modules, *words) -> str:
        """Install ``modules`` into ``database``, made when missing; return the log.

        :raise SandboxError: Odoo ended with an error
        """
        done = self.run(
            *("-d", database, "-i", ",".join(modules)),
            *("--stop-after-init", "--no-http", "--without-demo=True", *words),
            timeout=1800,
        )
        if done.returncode:
            tail = "\n".join(done.stderr.splitlines()[-20:])
            raise SandboxError(f"installing {','.join(modules)} failed:\n{tail}")
        return done.stderr

    def shell(self, database: str, script: str) -> str:
        """Run ``script`` with ``env`` of ``database``; return what it prints."""
        done = self.run("shell", "-d", database, "--no-http", script=script)
        if done.returncode or "Traceback (most recent call last)" in done.stderr:
            raise SandboxError(f"the script failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def health(self, database: str, *words, **options):
        """Run ``odoo health`` on ``database``; return the completed process."""
        return self.run("health", "-d", database, *words, **options)

    def serve(self, *words, mode="threaded", port=None, log=None, environment=None):
        """Return a :class:`Server` of this Odoo, started, not yet ready."""
        return Server(self, words, mode, port, log, environment)


class Server:
    """A running Odoo; ends at the end of ``with``."""

    def __init__(self, instance, words, mode, port, log, environment):
        self.instance = instance
        self.mode = mode
        self.port = port or processes.free_port()
        self.gevent_port = processes.free_port()
        self.log = Path(log or instance.folder / f"odoo-{self.port}.log")
        if "-d" in words and instance.options.get("dbfilter") == EVERY_TEST:
            # a dbfilter outranks -d: with others beside it, users get the selector
            name = words[words.index("-d") + 1]
            words = (*words, f"--db-filter=^{name}$")
        with self.log.open("ab") as out:
            self.process = processes.start(
                instance.command(
                    *(f"--http-port={self.port}", f"--gevent-port={self.gevent_port}"),
                    *MODES[mode],
                    *words,
                ),
                env=instance.variables() | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    @property
    def url(self) -> str:
        port = self.gevent_port if self.mode == "gevent" else self.port
        return f"http://127.0.0.1:{port}"

    def get(
        self,
        path,
        timeout=30.0,
        headers=None,
        redirect=True,
        method="GET",
        data=None,
        port=None,
    ):
        """Return code, headers and bytes of ``path``; code 0 when nothing answers.

        :param port: another one of the server's than its kind is known by
        """
        url = f"http://127.0.0.1:{port}" if port else self.url
        request = urllib.request.Request(
            url + path, headers=headers or {}, method=method, data=data
        )
        handlers = [] if redirect else [_Stay]
        opener = urllib.request.build_opener(*handlers)
        try:
            with opener.open(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()
        except (OSError, urllib.error.URLError):
            return 0, {}, b""

    def wait(self, path="/ipai/health/live", code=200, seconds=90.0) -> "Server":
        """Return this server once ``path`` answers ``code``.

        :raise SandboxError: it did not in time, or the server ended
        """

        def answered():
            if self.process.poll() is not None:
                return "ended"
            return self.get(path, timeout=5, redirect=False)[0] == code

        if processes.wait_until(answered, seconds, 0.1) is True:
            return self
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        self.stop()
        raise SandboxError(f"Odoo did not answer {code} on {path}:\n{tail}")

    def stop(self, patience=15.0) -> None:
        """End the server politely, then not, with all its workers."""
        with contextlib.suppress(ProcessLookupError):
            processes.stop(self.process, patience=patience)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Show a redirect instead of following it."""

    def redirect_request(self, *_args):
        return None
