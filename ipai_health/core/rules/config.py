"""Rules about the values that Odoo runs with: the check inside Odoo and the gate."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, NOTICE, Rule
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("config",)
_GATE = ("config",)
_EFFECTIVE = ("config", "compose")
"""Gates that see the effective configuration."""
_MATCHING = ("config", "db")

RULES = (
    Rule(
        code="db-name-pinned",
        title=_("db_name pins one database"),
        why=_(
            "Odoo serves and upgrades that database whatever dbfilter says; one that "
            "is not initialised answers every page and asset with an error 500."
        ),
        fix=_("Set db_name = False and expose databases through dbfilter."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="dbfilter-missing",
        title=_("dbfilter is not set"),
        why=_("Visitors can reach every database that the PostgreSQL role can see."),
        fix=_("Set dbfilter to an anchored pattern, such as: dbfilter = ^production$"),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="dbfilter-invalid",
        title=_("dbfilter is not a usable pattern"),
        why=_("Every request that has to choose a database fails."),
        fix=_("Correct the regular expression; write it without quotes."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="dbfilter-no-match",
        title=_("dbfilter exposes no database"),
        why=_("Nobody can log in: Odoo finds no database for the request."),
        fix=_("Correct dbfilter, or rename the database to match it."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=_MATCHING,
    ),
    Rule(
        code="database-not-exposed",
        title=_("This database is not exposed"),
        why=_("dbfilter or db_name leaves it out, so nobody can reach it by HTTP."),
        fix=_("Correct dbfilter, unless the database is meant to be out of reach."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=_MATCHING,
    ),
    Rule(
        code="list-db-open",
        title=_("The database list and manager are open"),
        why=_(
            "Anyone can read the names of all databases and try the master password "
            "that drops, restores and copies them."
        ),
        fix=_("Set list_db = False."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="admin-password-weak",
        title=_("The master password is missing, the default or readable"),
        why=_("Whoever knows it can download, replace and drop every database."),
        fix=_(
            "Set admin_passwd to a hash made by Odoo (change the master password in "
            "the database manager once), which starts with $pbkdf2-sha512$."
        ),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="probe-not-server-wide",
        title=_("The probe is not loaded server-wide"),
        why=_(
            "It cannot answer while the database or the registry is what is broken, "
            "and it answers only for databases that have the addon."
        ),
        fix=_("Set server_wide_modules = base,rpc,web,ipai_health and restart."),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="dbfilter-unanchored",
        title=_("dbfilter lets more databases through than it names"),
        why=_("A copy named production_test is exposed beside production."),
        fix=_("End the pattern with $, such as: dbfilter = ^production$"),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="db-host-unexpected",
        title=_("db_host is not the expected PostgreSQL host"),
        why=_(
            "Odoo looks for PostgreSQL under a name that nothing has to answer to; "
            "without a connection every page fails."
        ),
        fix=_("Set db_host to the expected name, or tell the gate: --db-host NAME."),
        severity=INFO,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="log-level-unexpected",
        title=_("log_level is not the expected one"),
        why=_("Either faults go unrecorded or the log fills the disk."),
        fix=_("Set log_level to the expected one, or tell the gate: --log-level NAME."),
        severity=INFO,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_EFFECTIVE,
    ),
    Rule(
        code="proxy-mode-off",
        title=_("proxy_mode is off behind a proxy"),
        why=_("Links, redirects and addresses in the log are those of the proxy."),
        fix=_("Set proxy_mode = True where a proxy stands before Odoo."),
        severity=WARNING,
        impact=BREAKING,
        gates=_EFFECTIVE,
    ),
)
