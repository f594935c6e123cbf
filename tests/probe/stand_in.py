"""Stands in for Odoo: a host, a database of a few tables, a caller."""

import io
import json
import time
from dataclasses import dataclass, field

from bench.stub import TABLES

ADDON_TABLES = """
CREATE TABLE ipai_health_check (
    id serial, name text, enabled bool, outcome text, status text,
    last_look timestamp, duration float, scope text, reason text, depth text,
    sequence int);
CREATE TABLE ipai_health_finding (
    id serial, rule text, severity text, state text, subject text, message text,
    check_id int, node text);
INSERT INTO ipai_health_check (id, name, enabled, outcome, last_look, scope, depth)
VALUES (1, 'assets', true, 'done', now() AT TIME ZONE 'UTC', 'database', 'quick');
"""


def make_stub(postgres, name, addon=True):
    """Return ``name``, a database made anew with what a look reads."""
    postgres.drop(name)
    postgres.create(name)
    postgres.execute(TABLES + (ADDON_TABLES if addon else ""), database=name)
    return name


def find(postgres, name, rule, severity="critical", state="open", subject="x", node=""):
    """Store a finding of the check ``assets``."""
    postgres.execute(
        "INSERT INTO ipai_health_finding"
        " (rule, severity, state, subject, message, check_id, node)"
        " VALUES (%s, %s, %s, %s, 'it is broken', 1, %s)",
        (rule, severity, state, subject, node),
        database=name,
    )


def locked(postgres, name, table):
    """Return a connection that holds ``table`` for itself."""
    connection = postgres.connect(name)
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK {table} IN ACCESS EXCLUSIVE MODE")
    return connection


@dataclass
class StandIn:
    """What the probe asks, answered by plain values."""

    postgres: object
    port: int
    address: str = "127.0.0.1"
    db_names: tuple = ()
    dbfilter: str = ""
    proxy_mode: bool = False
    node: str = "host:8069"
    version: str = "19.0.1.0.0"
    release: str = "19.0"
    series: str = "19.0"
    templates: tuple = ("template0",)
    pool: str = ""
    registries: dict = field(default_factory=dict)
    process: str = ""
    sessions: dict = field(default_factory=dict)

    def parameters(self, database):
        return {
            "dbname": database,
            "host": self.address,
            "port": str(self.port),
            "user": self.postgres.user,
            "password": self.postgres.password or "",
        }

    def ask_process(self, deadline):
        return lambda: self.process

    def pool_fault(self):
        return self.pool

    def registry_fault(self, database):
        return self.registries.get(database, "")

    def session_question(self, cookie):
        return self.sessions.get(cookie)


@dataclass
class Reply:
    """What came back, and after how many seconds."""

    code: int
    headers: dict
    body: bytes
    seconds: float

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def status(self):
        return self.json["status"]


class Caller:
    """Asks a probe as a WSGI server would."""

    def __init__(self, probe, host):
        self.probe = probe
        self.host = host

    def ask(self, path="/ipai/health", method="GET", query="", **environ):
        """Return the reply, ``None`` if the request is not the probe's."""
        started = time.monotonic()
        begun = []

        def start_response(code, headers):
            begun.extend((code, headers))

        request = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": "192.0.2.1",
            "wsgi.input": io.BytesIO(),
        }
        body = self.probe(request | environ, start_response)
        if body is None:
            return None
        seconds = time.monotonic() - started
        code, headers = begun
        return Reply(int(code[:3]), dict(headers), b"".join(body), seconds)

    def details(self, path="/ipai/health", query="verbose", **environ):
        """Return the reply to one who has the right to details."""
        return self.ask(path, query=query, HTTP_AUTHORIZATION="Bearer token", **environ)
