"""Transactions apart from that of the request: what repairs and runs write in."""

import contextlib
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules import module
from odoo.tools import SQL

WITHOUT_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
"""For a transaction that only holds a lock: one with a snapshot would keep PostgreSQL
from cleaning what changed meanwhile, for as long as a run takes.
"""

RESTART = 5.0
"""Seconds that PostgreSQL may be away before what was cut off is tried again."""

TRY_EVERY = 0.5
"""Seconds between two tries to get a lock."""


@contextlib.contextmanager
def own_environment(env, lang=None):
    """Give an environment of the superuser in a transaction of its own, committed at
    the end; in a test, which no other transaction can see, in that of the test.

    :param lang: the language of what is stored; that of the request if None
    """
    context = {"lang": lang or env.lang or "en_US"}
    if module.current_test:
        with env.cr.savepoint():
            yield api.Environment(env.cr, SUPERUSER_ID, context)
        return
    with env.registry.cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, context)


def database_now(env):
    """Return this moment in UTC on the clock of the database, to the second.

    What is stored is compared with that clock, by the probe and by every node: one
    with a wrong clock must not make a self-check look late, or others' rows old.
    """
    return env.cr.now().replace(microsecond=0)


@contextlib.contextmanager
def alone(env, key, patience=0.0):
    """Tell whether nobody else of this database holds ``key``, and hold it meanwhile.

    :param key: a 32 bit number, the name of an advisory lock
    :param patience: seconds to wait for somebody else to let go
    """
    if module.current_test:
        yield True
        return
    cursor = env.registry.cursor()
    try:
        cursor.execute(SQL(WITHOUT_SNAPSHOT))
        end = time.monotonic() + patience
        while not (held := _take(cursor, key)) and time.monotonic() < end:
            time.sleep(TRY_EVERY)
        yield held
    finally:
        # a lock whose connection was lost is let go already
        with contextlib.suppress(psycopg2.Error):
            cursor.close()


def _take(cursor, key):
    """Take the lock for as long as the transaction of ``cursor`` lasts."""
    cursor.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", key))
    return cursor.fetchone()[0]
