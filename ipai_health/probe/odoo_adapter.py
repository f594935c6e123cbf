"""The one file of the probe that knows Odoo: what it asks of the server, and how it
gets in front of Odoo's dispatcher.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import odoo
from odoo import http, release, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

from ..core.about import version
from . import drain as drain_file
from . import resolve
from .application import ACCESS_LOG, Probe
from .deadline import Deadline
from .drain import default_file, node_name
from .host import SessionQuestion
from .settings import Settings, read

MODULE = "ipai_health"

FAILED_SECONDS = 60.0
"""How long a failed load of a registry counts: nothing tries again until somebody
asks, and nobody asks a node that is not ready."""

RELOAD_SECONDS = 30.0
"""How long a registry that served may be loaded again before that counts. After an
upgrade every process of every node does so at once, large databases for ten seconds
and more: were all of them unready, a balancer would turn that wait into an outage."""

SESSION_KEY = re.compile(r"^[A-Za-z0-9_-]{84}$")
"""What Odoo makes its session keys of."""


class OdooHost:
    """The server process of Odoo that this code runs in."""

    def __init__(self) -> None:
        self.evented = bool(getattr(odoo, "evented", False))
        self.node = node_name(config["http_port"])
        self.version = version()
        self.release = release.version
        self.series = ".".join(map(str, release.version_info[:2]))
        self.db_names = tuple(config["db_name"] or ())
        self.dbfilter = config["dbfilter"] or ""
        self.templates: tuple[str, ...] = (config["db_template"],)
        self.proxy_mode = bool(config["proxy_mode"])
        self.loads = RegistryLoads()

    def parameters(self, database: str) -> dict[str, str]:
        """Return what Odoo itself would connect with."""
        _name, info = sql_db.connection_info_for(database)
        return {key: str(value) for key, value in info.items()}

    def pool_fault(self) -> str:
        """Return that every connection of Odoo's pool is in use.

        Reads without the pool's lock, which is held as long as PostgreSQL is silent.
        """
        pool = sql_db._Pool
        if pool is None:
            return ""
        used = sum(
            getattr(each, "_pool_in_use", False) and not each.closed
            for each in list(pool._connections)
        )
        if used < pool._maxconn:
            return ""
        return f"all {pool._maxconn} connections of Odoo's pool are in use (db_maxconn)"

    def registry_fault(self, database: str) -> str:
        """Return that the registry is loading, or failed to a moment ago."""
        registry = _registry(database)
        if registry is not None and not registry.ready:
            if self.loads.is_short_reload(database):
                return ""
            return f"the registry of {database} is being loaded"
        if registry is None and (error := self.loads.failure(database)):
            return f"the registry of {database} failed to load: {error}"
        return ""

    def ask_process(self, deadline: Deadline) -> Callable[[], str]:
        """Return nothing to say: whoever runs this code serves."""
        return str

    def session_question(self, cookie: str) -> SessionQuestion | None:
        """Return what to ask about the session of that key, if its file is there and
        the registry of its database is loaded in this process.
        """
        session = _session(cookie)
        database, user = session.get("db"), session.get("uid")
        registry = _registry(database)
        if not isinstance(user, int) or registry is None or not registry.ready:
            return None
        if session.get("deletion_time", time.time() + 1) <= time.time():
            return None
        users = registry["res.users"]
        parts = users(None, (user,), (user,))._get_session_token_query_params()
        query = odoo.tools.SQL(
            "SELECT %(select)s FROM %(from)s %(joins)s WHERE %(where)s "
            "AND res_users.active GROUP BY %(group_by)s",
            **parts,
        )

        def expected(columns: tuple[str, ...], row: tuple[Any, ...]) -> str:
            values = tuple(zip(columns, row, strict=True))
            return str(users._session_token_hash_compute(None, cookie, values))

        token = str(session.get("session_token") or "")
        return SessionQuestion(
            str(database), user, query.code, query.params, token, expected
        )


def _registry(database: Any) -> Any:
    """Return the registry of that database, ready or not, if this process has one."""
    # the dictionary inside the LRU: reading it neither waits nor reorders
    return Registry.registries._values.get(database)


def _session(cookie: str) -> dict[str, Any]:
    """Return the session's file, read and never touched."""
    if not SESSION_KEY.match(cookie):
        return {}
    path = Path(config["data_dir"]) / "sessions" / cookie[:2] / cookie
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class RegistryLoads:
    """Remembers for a while which registries failed to load in this process, and since
    when one that served is loaded again.
    """

    def __init__(self) -> None:
        self._failures: dict[str, tuple[float, str]] = {}
        self._reloads: dict[str, float] = {}

    def failure(self, database: str) -> str:
        """Return why the last load failed, or nothing."""
        moment, error = self._failures.get(database, (0.0, ""))
        return error if time.monotonic() - moment < FAILED_SECONDS else ""

    def is_short_reload(self, database: str) -> bool:
        """Tell whether a registry that served began to be loaded again just now."""
        began = self._reloads.get(database)
        return began is not None and time.monotonic() - began < RELOAD_SECONDS

    def watch(self) -> None:
        """Be told about every load from now on."""
        original = Registry.__dict__["new"].__func__

        @functools.wraps(original)
        def new(cls: Any, db_name: str, **options: Any) -> Any:
            # the lock that Odoo takes next: others may be loading the same one
            with cls._lock, self._reload(db_name, options):
                try:
                    registry = original(cls, db_name, **options)
                except Exception as error:
                    reason = f"{type(error).__name__}: {error}".splitlines()[0]
                    self._failures[db_name] = (time.monotonic(), reason)
                    raise
                self._failures.pop(db_name, None)
                return registry

        Registry.new = classmethod(new)  # type: ignore[arg-type]

    @contextlib.contextmanager
    def _reload(self, database: str, options: dict[str, Any]) -> Iterator[None]:
        """Note the moment if this load follows one that served. One that installs or
        upgrades (any of the ``options``) may take minutes here, and nowhere else.
        """
        before = _registry(database)
        if before is None or not before.ready or any(options.values()):
            yield
            return
        self._reloads[database] = time.monotonic()
        try:
            yield
        finally:
            del self._reloads[database]


def settings() -> Settings:
    """Return the options that odoo.conf and the environment give."""
    node = node_name(config["http_port"])
    return read(config.get, default_file(config["data_dir"], node))


def drain() -> str:
    """Take this node out of the balancer; return a sentence. Raises ``OSError``."""
    file = settings().drain_file
    drain_file.drain(file)
    return f"{node_name(config['http_port'])} is draining: {file} exists"


def undrain() -> str:
    """Put this node back; return a sentence. Raises ``OSError``."""
    file = settings().drain_file
    drain_file.undrain(file)
    return f"{node_name(config['http_port'])} serves: {file} is gone"


def is_server_wide() -> bool:
    """Tell whether the addon is loaded before any database is."""
    return MODULE in config["server_wide_modules"]


def install() -> None:
    """Put the probe in front of Odoo's dispatcher, once a process."""
    if getattr(http.Application.__call__, "ipai_health", False):
        return
    host = OdooHost()
    host.loads.watch()
    if host.evented:
        from gevent.monkey import get_original

        resolve.start_thread = get_original("_thread", "start_new_thread")
    _wrap_dispatcher(Probe(host, settings()))
    _mark_access_log(host.evented)


@functools.cache
def fallback_probe() -> Probe:
    """Return the probe that a controller may ask where none is in front."""
    return Probe(OdooHost(), settings())


def _wrap_dispatcher(probe: Probe) -> None:
    dispatch = http.Application.__call__

    @functools.wraps(dispatch)
    def call(self: Any, environ: Any, start_response: Any) -> Any:
        answer = probe(environ, start_response)
        if answer is None:
            return dispatch(self, environ, start_response)
        # prefork would log the database of the request before this one
        threading.current_thread().__dict__.pop("dbname", None)
        return answer

    call.ipai_health = True  # type: ignore[attr-defined]
    http.Application.__call__ = call


def _mark_access_log(evented: bool) -> None:
    """Write requests that carry the probe's mark as the mark says, if at all."""
    if evented:
        from gevent.pywsgi import WSGIHandler as handler
    else:
        from odoo.service.server import CommonRequestHandler as handler
    log_request = handler.log_request

    @functools.wraps(log_request)
    def marked(self: Any, *arguments: Any) -> None:
        environ = getattr(self, "environ", None) or {}
        told = environ.pop(ACCESS_LOG, None)
        if told is None:
            log_request(self, *arguments)
        elif told:
            self.path = self.path.partition("?")[0]
            self.requestline = f"{self.command} {self.path} {self.request_version}"
            log_request(self, *arguments)

    handler.log_request = marked
