"""One look at one database: ask, judge, and never raise."""

from __future__ import annotations

import time

from ..core import live as rules
from ..core import thresholds
from ..core.finding import Finding
from ..core.rules import Own
from . import judge
from .connection import LOCKED
from .deadline import Deadline
from .failure import LookFailed, TablesDiffer, TimedOut, finding_of
from .host import Host
from .server import SILENT_SECONDS, Question, Server
from .statement import (
    LIVE_RULES,
    LOCKED_STATEMENT,
    OWN,
    OWN_TABLES,
    SERVER_STATEMENT,
    SHAPE_STATEMENT,
    TABLES,
    UNDEFINED,
    Row,
    Shape,
    look_statement,
)
from .verdict import Verdict


class Looker:
    """Looks at databases, and remembers which tables each of them has."""

    def __init__(self, host: Host, server: Server, ttl: float) -> None:
        self._host = host
        self._server = server
        self._ttl = ttl
        self._values = {"live": list(LIVE_RULES), "node": host.node}
        self._shapes: dict[str, Shape] = {}
        self._rows: dict[str, Row] = {}
        self._late_since: dict[str, tuple[float, float]] = {}

    def look(self, database: str, deadline: Deadline, keep: bool) -> Verdict:
        """Return the verdict on ``database``."""
        started = time.monotonic()
        try:
            shape, row, findings = self._ask_around(database, deadline, keep)
            seconds = time.monotonic() - started
            self._try_slot(database, row.used, row.limit, deadline)
        except LookFailed as error:
            return self._failed(database, error, started)
        partial = bool(findings)
        blind = any(found.rule == "self-check-stale" for found in findings)
        severities, own = judge.chosen(row)
        if not partial:
            # waiting for a lock says nothing about how fast the database is
            findings += rules.database_slow(database, row.seconds, own)
        findings += judge.findings_of(database, row, shape, self._host.series, own)
        findings += self._cron(database, row, own) if not row.pending else []
        findings += self._process(database)
        stored = judge.stored_checks(row)
        verdict = Verdict(
            database,
            live=judge.weighed(findings, row.muted or (), severities),
            stored=stored,
            installed=shape.installed or blind,
            judged_once=blind or any(check.is_self_check for check in stored),
            maintenance=judge.maintenance_until(row.maintenance or {}, row.now),
            version=row.version,
            used=row.used,
            limit=row.limit,
            now=row.now,
        )
        verdict = self._timed(verdict, started, seconds)
        # what waited in vain need not wait again at once
        return self._kept(verdict) if partial else verdict

    def look_at_server(self, deadline: Deadline) -> Verdict:
        """Return the verdict on the server alone, and which databases there are."""
        started = time.monotonic()
        question = Question(
            SERVER_STATEMENT, {"templates": ["postgres", *self._host.templates]}
        )
        try:
            rows = self._server.fetch(None, question, deadline)
            now, _read_only, used, limit, names = rows[0]
            seconds = time.monotonic() - started
            self._try_slot("postgres", used, limit, deadline)
        except LookFailed as error:
            return self._failed("", error, started)
        findings = rules.connections_high("postgresql", used, limit, own={})
        findings += self._process("")
        verdict = Verdict(
            "",
            live=judge.weighed(findings, (), {}),
            used=used,
            limit=limit,
            databases=tuple(names or ()),
            now=now,
        )
        return self._timed(verdict, started, seconds)

    def _ask(self, database: str, deadline: Deadline, keep: bool) -> tuple[Shape, Row]:
        """Return the shape of the database and the answer to the statement made for
        it; ask again when a table came or went. Raises ``LookFailed``.
        """
        shape = self._shapes.get(database)
        if shape is None:
            shape = self._ask_shape(database, deadline, keep)
        for again in (False, True):
            try:
                row = self._ask_row(database, shape, deadline, keep)
            except LookFailed as error:
                if error.code not in UNDEFINED:
                    raise
                if again:
                    raise TablesDiffer(str(error), error.code) from None
                self._shapes.pop(database, None)
                shape = self._ask_shape(database, deadline, keep)
                continue
            found = Shape(*row.shape)
            self._shapes[database] = found
            if found == shape:
                return shape, row
            shape = found
        raise TablesDiffer("the tables of the database change while it is looked at")

    def _ask_around(
        self, database: str, deadline: Deadline, keep: bool
    ) -> tuple[Shape, Row, list[Finding]]:
        """Ask without the tables that cannot be read now, unless users wait for them
        too. Raises ``LookFailed``.
        """
        try:
            shape, row = self._ask(database, deadline, keep)
        except TablesDiffer as error:
            reason: LookFailed = error
            left_out = OWN
        except TimedOut as error:
            if error.code != LOCKED:
                raise
            reason = error
            left_out = self._ask_locked(database, deadline, keep)
        else:
            self._rows[database] = row
            return shape, row, []
        whole = self._shapes.get(database)
        if whole is None or left_out.modules:
            raise reason
        # the whole, where the lock is gone by now
        shape = whole.without(left_out)
        row = self._ask_row(database, shape, deadline, keep)
        row = row.with_choices_of(self._rows.get(database, row), shape)
        return shape, row, _unread(whole, shape, reason)

    def _ask_row(
        self, database: str, shape: Shape, deadline: Deadline, keep: bool
    ) -> Row:
        question = Question(look_statement(shape), self._values)
        rows = self._server.fetch(database, question, deadline, keep)
        return Row._make((*rows[0], rows.seconds))

    def _ask_shape(self, database: str, deadline: Deadline, keep: bool) -> Shape:
        question = Question(SHAPE_STATEMENT)
        rows = self._server.fetch(database, question, deadline, keep)
        shape = self._shapes[database] = Shape(*rows[0][0])
        return shape

    def _ask_locked(self, database: str, deadline: Deadline, keep: bool) -> Shape:
        rows = self._server.fetch(database, Question(LOCKED_STATEMENT), deadline, keep)
        return Shape(*map(bool, rows[0][0]))

    def _try_slot(
        self, database: str, used: int, limit: int, deadline: Deadline
    ) -> None:
        """Make sure that the kept connection does not hide that none is left."""
        if used >= limit:
            self._server.try_slot(database, deadline)

    def _cron(self, database: str, row: Row, own: Own) -> list[Finding]:
        """Return ``cron-stalled`` once the same action was seen late for a while."""
        oldest, newest = row.cron_oldest, row.cron_newest
        if oldest is None or not rules.is_cron_late(oldest, newest, row.now, own):
            self._late_since.pop(database, None)
            return []
        late, since = self._late_since.get(database, (oldest, row.now))
        if late != oldest:
            since = row.now
        self._late_since[database] = (oldest, since)
        if row.now - since < thresholds.CRON_WATCHED:
            return []
        return [rules.cron_stalled(oldest, row.now)]

    def _process(self, database: str) -> list[Finding]:
        """Return what is wrong with this process rather than with PostgreSQL."""
        findings = []
        if fault := self._host.pool_fault():
            findings.append(Finding("database-pool-exhausted", "db_maxconn", fault))
        if database and (fault := self._host.registry_fault(database)):
            findings.append(Finding("registry-not-loadable", database, fault))
        return findings

    def _failed(self, database: str, error: LookFailed, started: float) -> Verdict:
        seconds = time.monotonic() - started
        finding = finding_of(database, error)
        live = judge.weighed([finding], (), {})
        verdict = self._timed(Verdict(database, live=live), started, seconds)
        return self._kept(verdict) if seconds > SILENT_SECONDS / 4 else verdict

    def _kept(self, verdict: Verdict) -> Verdict:
        return verdict._replace(until=time.monotonic() + max(self._ttl, SILENT_SECONDS))

    def _timed(self, verdict: Verdict, started: float, seconds: float) -> Verdict:
        return verdict._replace(
            time=time.time(),
            seconds=seconds,
            looked=started,
            until=time.monotonic() + self._ttl,
        )

    def forget(self, database: str) -> None:
        """Forget what was remembered about a database that is gone."""
        self._shapes.pop(database, None)
        self._rows.pop(database, None)
        self._late_since.pop(database, None)


def _unread(whole: Shape, shape: Shape, reason: LookFailed) -> list[Finding]:
    """Return what to say of the tables of ``whole`` that are not in ``shape``."""
    pairs = zip(TABLES, whole, shape, strict=True)
    tables = [table for table, there, read in pairs if there and not read]
    findings = [
        Finding("database-table-locked", table, f"{table} cannot be read: {reason}")
        for table in tables
        if table not in OWN_TABLES
    ]
    if len(findings) < len(tables):
        message = f"What the self-check found cannot be read: {reason}"
        findings.append(Finding("self-check-stale", "ipai_health", message))
    return findings
