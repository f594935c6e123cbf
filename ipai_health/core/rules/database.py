"""Rules of the check and the gate that look at PostgreSQL."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, BROKEN, Rule, Threshold
from ..severity import CRITICAL, WARNING
from ..text import _

_CHECK = ("database",)
_GATE = ("db",)

RULES = (
    Rule(
        code="database-unreachable",
        title=_("The database does not answer"),
        why=_("Without its database no page of Odoo works."),
        fix=_(
            "Check that PostgreSQL runs, that db_host, db_port and db_user are right, "
            "and that both share a network."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="database-uninitialised",
        title=_("The database was never initialised by Odoo"),
        why=_("Every page and asset of that database answers 500."),
        fix=_(
            "Point Odoo at the right database (dbfilter, db_name), or initialise this "
            "one with: odoo -d DATABASE -i base."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="database-series-mismatch",
        title=_("The database belongs to another series of Odoo"),
        why=_("Its tables do not fit this code; pages fail and data may suffer."),
        fix=_(
            "Serve the database with the series it was made by, or upgrade it before "
            "exposing it."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="database-pool-exhausted",
        title=_("No database connection is left"),
        why=_("Requests that need a connection fail until one is given back."),
        fix=_(
            "Find what holds connections (pg_stat_activity), then raise db_maxconn or "
            "max_connections, or lower the number of workers."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="database-read-only",
        title=_("The database is read-only"),
        why=_("Nobody can log in or save anything."),
        fix=_("Promote the standby or point Odoo at the primary."),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="database-disk-full",
        title=_("The disk of PostgreSQL is full"),
        why=_("Whatever needs room cannot be saved, and soon PostgreSQL ends."),
        fix=_("Make room on the volume of PostgreSQL, or enlarge it."),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="registry-not-loadable",
        title=_("The registry cannot be loaded"),
        why=_("Every page of the database answers 500 while loading fails."),
        fix=_(
            "Read the server log for the traceback of the failed load; most often a "
            "module's code does not fit the database."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="database-slow",
        title=_("The database answers slowly"),
        why=_("Every page waits for it."),
        fix=_("Look at the load, the disk and the locks of the PostgreSQL server."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.SLOW_ANSWER,
            _("s"),
            _("An answer that takes this long is slow."),
            least=0.01,
            most=1.5,
        ),
    ),
    Rule(
        code="database-table-locked",
        title=_("A table of Odoo is locked"),
        why=_(
            "Whatever reads it waits: scheduled actions, and what people do that "
            "needs it."
        ),
        fix=_(
            "Wait for the upgrade, the installation, VACUUM FULL or REINDEX that holds "
            "it; pg_locks and pg_stat_activity name the transaction."
        ),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="database-connections-high",
        title=_("Most database connections are in use"),
        why=_("When none is left, requests fail."),
        fix=_(
            "Find what holds connections (pg_stat_activity), then raise "
            "max_connections or lower db_maxconn and the number of workers."
        ),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.CONNECTIONS_PERCENT,
            _("%"),
            _("The share of PostgreSQL's connections that may be in use."),
            least=1,
            most=100,
        ),
    ),
)
