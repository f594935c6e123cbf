"""One served database: what faults break, and what is asked about it."""

import contextlib
import json
import re
from dataclasses import dataclass

from .instance import Instance, Server

TOKEN = "token-of-the-sandbox"
"""Opens the probe's details on servers that tests and the demo start."""

BUNDLE = re.compile(r"/web/assets/[^\s\"'<>]+")
"""The address of a bundle in a page."""

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Site:
    """A database served by one running Odoo."""

    instance: Instance
    server: Server
    database: str

    @property
    def filestore(self):
        """Return the folder of the database's files."""
        return self.instance.filestore(self.database)

    def sql(self, statement, parameters=None):
        """Run one statement in the database and return its rows."""
        return self.instance.postgres.execute(statement, parameters, self.database)

    @contextlib.contextmanager
    def locked(self, table):
        """Keep ``table`` from everybody else for the length of a ``with``."""
        connection = self.instance.postgres.connect(self.database)
        connection.autocommit = False
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"LOCK {table} IN ACCESS EXCLUSIVE MODE")
            yield

    def code(self, path, **options) -> int:
        """Return the HTTP code of ``path``; 0 when nothing answers."""
        return self.server.get(path, **options)[0]

    def log_in(self, login="admin", password="admin") -> dict[str, str]:
        """Return the headers of a session of ``login``."""
        question = {
            "jsonrpc": "2.0",
            "params": {"db": self.database, "login": login, "password": password},
        }
        _code, headers, _body = self.server.get(
            "/web/session/authenticate",
            headers={"Content-Type": "application/json"},
            data=json.dumps(question).encode(),
            method="POST",
        )
        return {"Cookie": headers["Set-Cookie"].partition(";")[0]}

    def details(self) -> dict:
        """Return the detailed answer of the probe."""
        _code, _headers, body = self.server.get(
            "/ipai/health?verbose", headers=AUTHORIZED
        )
        return json.loads(body or "{}")

    def look(self, *words):
        """Let ``odoo health`` look at the database; return the findings it prints."""
        done = self.instance.health(self.database, "--format", "json", *words)
        return json.loads(done.stdout)["findings"] if done.stdout else None

    def open_rules(self) -> set[str]:
        """Return the rules of the stored findings that are open."""
        rows = self.sql("SELECT rule FROM ipai_health_finding WHERE state = 'open'")
        return {rule for (rule,) in rows}

    def warm_up(self, path="/web/login", **options) -> None:
        """Let Odoo build the bundles of a page, as its first visitor would."""
        _code, _headers, page = self.server.get(path, **options)
        for url in sorted(set(BUNDLE.findall(page.decode()))):
            self.server.get(url, timeout=300)

    def bundles(self):
        """Return the URL of each generated bundle, in a row each."""
        return self.sql(
            "SELECT url FROM ir_attachment WHERE url LIKE '/web/assets/%' "
            "AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1 "
            "ORDER BY url"
        )
