"""Runs one look so that nothing it does can reach the others."""

import contextlib
import ctypes
import os
import threading
import time
from dataclasses import dataclass, field

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules import module

from ..core.finding import Finding
from ..core.look import CheckSkipped
from ..core.own_log import own_logger
from ..probe.failure import NO_CONNECTION
from . import left_behind
from .line import Line

_logger = own_logger(__name__)

PASSED_AWAY = 2.0
"""Seconds that a stopped look is given to unwind before it is left behind."""

EACH_ITS_MOMENT = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"

DONE = "done"
SKIPPED = "skipped"
CRASHED = "crashed"
TIMED_OUT = "timed-out"


class LookStopped(BaseException):
    """Raised inside a look whose time is up; not to be caught by ``Exception``."""


@dataclass
class Outcome:
    """What became of one look: its state, findings, seconds and, in words, why."""

    state: str = DONE
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    reason: str = ""
    cut_off: bool = False
    """Whether it crashed because there was no database to ask, or no longer."""


def look_isolated(checker, look, limit):
    """Return the :class:`Outcome` of ``checker`` looking for at most ``limit``
    seconds, in a thread and a transaction of its own that is always rolled back.
    """
    started = time.monotonic()
    outcome = Outcome()
    if module.current_test:
        _look_in_savepoint(checker, look, outcome)
    else:
        _look_in_thread(checker, look, limit, outcome)
    outcome.seconds = time.monotonic() - started
    return outcome


def _look_in_savepoint(checker, look, outcome):
    """Look in the transaction of a test, which no other one can see."""
    savepoint = checker.env.cr.savepoint(flush=False)
    with contextlib.closing(savepoint):
        _look_guarded(checker, look, outcome)
        savepoint.rollback()


def _look_in_thread(checker, look, limit, outcome):
    database, check = checker.env.registry.db_name, checker._health_check
    if left_behind.still_lives(database, check, PASSED_AWAY):
        # one thread that hangs is told as well as one a run, and costs less
        outcome.state = TIMED_OUT
        outcome.reason = f"its last look still hangs in process {os.getpid()}"
        return
    target = _Target(checker, look, outcome)
    thread = threading.Thread(
        target=target.run, name=f"ipai_health.{check}", daemon=True
    )
    thread.start()
    thread.join(limit)
    if thread.is_alive():
        target.stop(thread)
        thread.join(PASSED_AWAY)
        outcome.state = TIMED_OUT
        outcome.findings = []
        outcome.reason = f"stopped after {limit:g} s"
        left_behind.leave(thread, database, check)
        target.cut()


class _Target:
    """The body of the thread, and the handle to stop it from outside."""

    def __init__(self, checker, look, outcome):
        self.checker = checker
        self.look = look
        self.outcome = outcome
        self.line = None

    def run(self):
        registry = self.checker.env.registry
        threading.current_thread().dbname = registry.db_name
        own, looked = Outcome(), False
        try:
            with contextlib.closing(Line(registry.cursor())) as self.line:
                cursor = self.line.cursor
                if not self.checker._health_snapshot:
                    cursor.execute(EACH_ITS_MOMENT)
                    self.look.let_go = self._let_go
                env = api.Environment(cursor, SUPERUSER_ID, {})
                _look_guarded(env[self.checker._name], self.look, own)
                looked = True
        except LookStopped:
            return
        except psycopg2.Error as error:
            # what is lost after the look is to be rolled back anyway
            if not looked:
                own.state, own.reason = CRASHED, str(error).strip()
                own.cut_off = is_cut_off(error)
        if self.outcome.state != TIMED_OUT:
            self.outcome.__dict__.update(own.__dict__)

    def _let_go(self):
        self.line.cursor.rollback()
        self.line.cursor.execute(EACH_ITS_MOMENT)

    def stop(self, thread):
        """Cancel the running statement, then raise in the running code."""
        if self.line is not None:
            self.line.cancel()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(LookStopped)
        )

    def cut(self):
        """Take the connection from a look that does not come back: its transaction
        would keep PostgreSQL from cleaning, and upgrades waiting, for as long.
        """
        if self.line is not None:
            self.line.cut()


def _look_guarded(checker, look, outcome):
    """Fill ``outcome``; the one place where any exception of a check is caught."""
    try:
        outcome.findings = list(checker._look_at(look))
    except CheckSkipped as reason:
        outcome.state, outcome.reason = SKIPPED, str(reason)
    except Exception as error:  # noqa: BLE001  a foreign check may raise anything
        outcome.state = CRASHED
        outcome.reason = f"{type(error).__name__}: {error}"
        outcome.cut_off = is_cut_off(error)
        _logger.info("health check %s crashed", checker._health_check, exc_info=True)


def is_cut_off(error):
    """Tell whether ``error`` says that there is no connection to PostgreSQL."""
    if not isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError)):
        return False
    return error.pgcode is None or error.pgcode.startswith(NO_CONNECTION)
