"""The helper thread of one process: stands for election, then tends the databases."""

import threading
import time

import psycopg2

from odoo.tools import config

from ..checks.node import identity
from ..checks.node.lock import NodeLock, path_of
from ..core.own_log import own_logger
from ..core.thresholds import NODE_BEAT
from . import databases
from .fingerprint import Fingerprints
from .tending import Tended

_logger = own_logger(__name__)

ELECTION_EVERY = 5.0
"""Seconds between two tries to get the lock."""

SECONDS_EACH = 1.0
"""With more databases than seconds between two signs of life, the signs come rarer:
one database a second at most."""

FAREWELL = 3.0
"""Seconds that a stopping server waits for the goodbye."""


class Helper:
    """At most one in a process; ends with it."""

    def __init__(self):
        self._identity = identity.here()
        self._lock = NodeLock(path_of(config["data_dir"], self._identity.name))
        self._leaving = threading.Event()
        self._goodbye = False
        self._tended = {}
        self._thread = threading.Thread(
            target=self._run, name="ipai_health.node", daemon=True
        )

    def start(self):
        """Begin; returns at once."""
        self._thread.start()

    def leave(self):
        """Let the thread say goodbye and end, unless it retires: the node stops.
        Returns at once.
        """
        if not self._leaving.is_set():
            self._goodbye = True
            self._leaving.set()

    def retire(self):
        """Let the thread end without a word: another process takes its place."""
        self._leaving.set()

    def join(self):
        """Wait until the thread has ended, for a moment at most. One that is busy with
        a look, which may take minutes, leaves the goodbye to another.
        """
        self._thread.join(FAREWELL)
        if self._goodbye and self._thread.is_alive():
            farewell = threading.Thread(target=self._say_goodbye, daemon=True)
            farewell.start()
            farewell.join(FAREWELL)

    def _run(self):
        while not self._leaving.is_set():
            try:
                elected = self._lock.acquire()
            except OSError as error:
                _logger.info("no helper thread on this node: %s", error)
                return
            if elected:
                _logger.info("helper thread of the node %s", self._identity.name)
                self._serve()
            self._leaving.wait(ELECTION_EVERY)

    def _serve(self):
        """Tend the databases until the process ends or the lock is lost."""
        fingerprints = Fingerprints()
        while self._lock.held and not self._leaving.is_set():
            names = self._names()
            for name in self._tended.keys() - set(names):
                del self._tended[name]
            beat = max(NODE_BEAT, len(names) * SECONDS_EACH)
            begin = time.monotonic()
            for name in names:
                if name not in self._tended:
                    self._tended[name] = Tended(name, self._identity, fingerprints)
                self._round(self._tended[name], beat, len(names))
                if self._leaving.is_set():
                    break
            self._leaving.wait(max(begin + beat - time.monotonic(), SECONDS_EACH))
        if self._goodbye:
            self._say_goodbye()
        self._lock.release(remove=self._goodbye)

    def _say_goodbye(self):
        for tended in list(self._tended.values()):
            tended.leave()

    def _names(self):
        try:
            return databases.served()
        except psycopg2.Error as error:
            _logger.debug("no list of databases: %s", error)
            return list(self._tended)

    def _round(self, tended, beat, number):
        threading.current_thread().dbname = tended.name
        try:
            tended.round(beat, number)
        except Exception:  # noqa: BLE001  one database must not cost the others theirs
            _logger.info("the node's round in %s failed", tended.name, exc_info=True)
