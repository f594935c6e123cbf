"""What ``odoo health`` does once the server's configuration is read."""

import contextlib
import sys

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.tools import config

from ..checks.isolation import is_cut_off
from ..core.look import FULL, STANDARD
from ..core.render import json as json_format
from ..core.render import text as text_format
from . import look, repair, terminal


class CouldNotLook(Exception):
    """Nothing could be looked at; the text says in one line what to do about it."""


def run(options, output):
    """Do what ``options`` ask, print to ``output``, return the exit code."""
    if options.drain or options.undrain:
        try:
            return repair.drain(options.drain, output)
        except OSError as error:
            raise CouldNotLook(f"the drain file cannot be changed: {error}") from error
    database = _database()
    _assert_installed(database)
    with _environment(database) as env:
        action = repair.chosen(options)
        if action:
            return action(env, options, output)
        names = _names(env, options.check)
        depth = FULL if options.full else STANDARD
        with terminal.progress(sys.stderr) as tell:
            report = look.report(env, depth, names, tell)
    render = json_format.render if options.format == "json" else text_format.render
    output.write(f"{render(report)}\n")
    return report.exit_code(options.fail_on)


def _database():
    """Return the one database that the options or the configuration name."""
    names = config["db_name"]
    if len(names) != 1:
        raise CouldNotLook("give one database with -d DATABASE")
    return names[0]


def _assert_installed(database):
    """Raise unless ``database`` answers and has the addon installed."""
    question = "SELECT state FROM ir_module_module WHERE name = 'ipai_health'"
    try:
        with contextlib.closing(sql_db.db_connect(database).cursor()) as cursor:
            cursor.execute(question, log_exceptions=False)
            row = cursor.fetchone()
    except psycopg2.errors.UndefinedTable as error:
        raise CouldNotLook(f"database {database} was never initialised") from error
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise CouldNotLook(
            f"database {database} cannot be reached: {reason}"
        ) from error
    if not row or row[0] not in ("installed", "to upgrade", "to remove"):
        raise CouldNotLook(
            f"ipai_health is not installed in database {database}; install it with: "
            f"odoo -d {database} -i ipai_health --stop-after-init"
        )


@contextlib.contextmanager
def _environment(database):
    """Give the superuser's environment of ``database``, committed at the end; then the
    servers of the database are told what they have in their caches no more.

    :raise CouldNotLook: its modules do not load, or the connection was lost meanwhile
    """
    module.initialize_sys_path()
    registry = _registry(database)
    try:
        with registry.cursor() as cursor:
            yield api.Environment(cursor, SUPERUSER_ID, {})
    except psycopg2.Error as error:
        if is_cut_off(error):
            raise CouldNotLook(f"database {database} went away meanwhile") from error
        raise
    registry.signal_changes()


def _registry(database):
    try:
        return Registry(database)
    except Exception as error:  # code of any addon runs there
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise CouldNotLook(
            f"the registry of database {database} cannot be loaded: {reason}"
        ) from error


def _names(env, wanted):
    """Return the checks asked for, ``None`` for all."""
    if not wanted:
        return None
    known = env["ipai.health.checker"]._checkers()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise CouldNotLook(
            f"there is no check {', '.join(unknown)}; there are {', '.join(known)}"
        )
    return wanted
