"""The node's row in one database, kept by one statement at a time.

On connections of its own, which nothing holds longer than a deadline: a helper thread
must not hang where the database does. Each is closed at once, so that nobody finds
the database in use.
"""

import contextlib
import json
import time
from typing import NamedTuple

from ..core.nodes import Node
from ..core.thresholds import CLOCK_SKEW
from ..probe.deadline import Deadline
from ..probe.failure import LookFailed
from ..probe.opening import connect
from ..probe.statement import UNDEFINED

PATIENCE = 5.0
"""Seconds for connecting and one statement: six round trips."""

ENTER = """
    INSERT INTO ipai_health_node AS node (
        name, port, pid, workers, odoo_version, addon_version, started,
        fingerprint, module_fingerprints, beat, last_seen, steady_since,
        create_uid, write_uid, create_date, write_date)
    VALUES (
        %(name)s, %(port)s, %(pid)s, %(workers)s, %(odoo_version)s, %(addon_version)s,
        to_timestamp(%(started)s) AT TIME ZONE 'UTC', %(fingerprint)s,
        %(module_fingerprints)s, %(beat)s,
        now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', 1, 1,
        now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
    ON CONFLICT (name) DO UPDATE SET
        (port, pid, workers, odoo_version, addon_version, started, fingerprint,
         module_fingerprints, beat, last_seen, steady_since, stopped, clock_skew,
         write_date)
        = (EXCLUDED.port, EXCLUDED.pid, EXCLUDED.workers, EXCLUDED.odoo_version,
           EXCLUDED.addon_version, EXCLUDED.started, EXCLUDED.fingerprint,
           EXCLUDED.module_fingerprints, EXCLUDED.beat, EXCLUDED.last_seen,
           EXCLUDED.steady_since, NULL, NULL, EXCLUDED.write_date)
        WHERE node.stopped IS NULL OR node.started <> EXCLUDED.started
    RETURNING xmax = 0
"""
"""One life of a node that said goodbye does not come back: its other processes may
still be on their way out."""

BEAT = """
    WITH mine AS (
        UPDATE ipai_health_node
           SET last_seen = now() AT TIME ZONE 'UTC',
               asked = FALSE,
               clock_skew = %(clock_skew)s,
               beat = %(beat)s,
               steady_since = CASE
                   WHEN last_seen < now() AT TIME ZONE 'UTC'
                                    - make_interval(secs => 2 * beat + 5)
                   THEN now() AT TIME ZONE 'UTC' ELSE steady_since END
         WHERE name = %(name)s AND stopped IS NULL AND fingerprint = %(fingerprint)s
               AND started = to_timestamp(%(started)s) AT TIME ZONE 'UTC'
     RETURNING name)
    SELECT extract(epoch FROM clock_timestamp())::float8,
           (SELECT count(*) FROM mine),
           (SELECT asked FROM ipai_health_node WHERE name = %(name)s),
           (SELECT md5(string_agg(name, ' ' ORDER BY name)) FROM ir_module_module
             WHERE state IN ('installed', 'to upgrade', 'to remove')),
           (SELECT count(*) FROM ir_module_module WHERE left(state, 3) = 'to '),
           (SELECT json_agg(json_build_array(
                name, fingerprint,
                extract(epoch FROM now() AT TIME ZONE 'UTC' - started),
                CASE WHEN name = %(name)s AND stopped IS NULL THEN 0 ELSE
                    extract(epoch FROM now() AT TIME ZONE 'UTC' - last_seen) END,
                extract(epoch FROM now() AT TIME ZONE 'UTC' - steady_since),
                beat, stopped IS NOT NULL, coalesce(clock_skew, 0)))
              FROM ipai_health_node WHERE last_seen IS NOT NULL),
           (SELECT json_agg(json_build_array(rule, subject))
              FROM ipai_health_finding AS finding
              JOIN ipai_health_check AS item ON item.id = finding.check_id
             WHERE item.name = 'nodes' AND finding.state <> 'resolved'
               AND left(rule, 5) = 'node-'),
           coalesce((SELECT enabled FROM ipai_health_check WHERE name = 'nodes'), true),
           (SELECT nullif(own_threshold, 0) FROM ipai_health_rule
             WHERE code = 'node-clock-skew')
"""

LEAVE = """
    UPDATE ipai_health_node SET stopped = now() AT TIME ZONE 'UTC'
     WHERE name = %(name)s AND started = to_timestamp(%(started)s) AT TIME ZONE 'UTC'
 RETURNING name
"""

MODULES = """
    SELECT name FROM ir_module_module
     WHERE state IN ('installed', 'to upgrade', 'to remove') ORDER BY name
"""

STILL_TRUE = """
    WITH findings AS (
        UPDATE ipai_health_finding
           SET last_seen = now() AT TIME ZONE 'UTC', seen_count = seen_count + 1
         WHERE node = %(name)s AND state <> 'resolved'),
    checks AS (
        UPDATE ipai_health_check SET last_look = now() AT TIME ZONE 'UTC'
         WHERE scope = 'node' AND name = ANY(%(checks)s))
    SELECT 1
"""


class Neighbourhood(NamedTuple):
    """What one sign of life learns: was the row there, and how are the others."""

    entered: bool
    asked: bool
    """Whether somebody wants this node to look now."""
    modules: str
    """Stays the same as long as the same modules are installed."""
    pending: bool
    """Whether a module waits for an operation: no time to load a registry."""
    nodes: list[Node]
    told: set[tuple[str, str]]
    """Rule and subject of the findings that the check of the nodes has open."""
    judged: bool
    """Whether that check is switched on."""
    skew: float = CLOCK_SKEW
    """Seconds that a clock may be wrong here."""


class Register:
    """The row of the node ``identity`` in one database.

    Every method raises ``LookFailed`` when the database does not answer in time.
    """

    def __init__(self, database, parameters, identity):
        self.database = database
        self._parameters = parameters
        self._identity = identity._asdict()
        self._clock_skew = 0.0

    def enter(self, fingerprint, modules, beat):
        """Write the row; return whether the node is new to the database."""
        values = {
            "fingerprint": fingerprint,
            "module_fingerprints": json.dumps(modules),
            "beat": beat,
        }
        rows = self._fetch(ENTER, self._identity | values)
        return bool(rows and rows[0][0])

    def beat(self, fingerprint, beat):
        """Give a sign of life and return the :class:`Neighbourhood`; give a second one
        where the first shows that the clock has jumped, so that it is known at once.
        """
        told = self._clock_skew
        found = self._beat(fingerprint, beat)
        if abs(self._clock_skew - told) > found.skew:
            found = self._beat(fingerprint, beat)
        return found

    def _beat(self, fingerprint, beat):
        values = {
            "clock_skew": self._clock_skew,
            "fingerprint": fingerprint,
            "beat": beat,
        }
        sent = time.time()
        ((clock, *found),) = self._fetch(BEAT, self._identity | values)
        answered = time.time()
        self._measure(sent, answered, clock)
        entered, asked, modules, pending, nodes, told, judged, skew = found
        return Neighbourhood(
            entered=bool(entered),
            asked=bool(asked),
            modules=modules or "",
            pending=bool(pending),
            nodes=[_node(*values) for values in nodes or ()],
            told={(rule, subject) for rule, subject in told or ()},
            judged=judged,
            skew=skew or CLOCK_SKEW,
        )

    def leave(self):
        """Say goodbye."""
        self._fetch(LEAVE, self._identity)

    def modules(self):
        """Return the names of the modules whose code the database runs."""
        return [name for (name,) in self._fetch(MODULES, {})]

    def still_true(self, checks):
        """Note that ``checks`` looked again and found what they had found."""
        self._fetch(STILL_TRUE, self._identity | {"checks": checks})

    def _measure(self, sent, answered, clock):
        """Note the difference of the clocks for the next sign of life: the least that
        explains the answer, as the statement ran at some moment of the wait.
        """
        if clock < sent:
            self._clock_skew = sent - clock
        else:
            self._clock_skew = min(answered - clock, 0.0)

    def _fetch(self, statement, values):
        deadline = Deadline(PATIENCE)
        connection = connect(self.database, self._parameters, deadline)
        with contextlib.closing(connection):
            return connection.fetch(statement, values, deadline)


def is_absent(error):
    """Tell whether ``error`` says that the addon is not installed there."""
    return isinstance(error, LookFailed) and error.code in UNDEFINED


def _node(name, fingerprint, started, unseen, steady, beat, stopped, clock_skew):
    return Node(
        name=name,
        fingerprint=fingerprint or "",
        started=started,
        unseen=unseen,
        steady=steady,
        beat=beat,
        stopped=stopped,
        clock_skew=clock_skew,
    )
