"""Words about PostgreSQL that several faults share."""

from pathlib import Path

import psycopg2


def processes_of(postgres):
    """Return PostgreSQL's main process and its children."""
    parent = postgres.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [parent, *map(int, children.split())]


def end_sessions(postgres):
    """End every session of Odoo's role."""
    postgres.administer(
        "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity "
        "WHERE usename = %s",
        [postgres.user],
    )


def take_connections(postgres, database, most):
    """Return open connections: as many as there are, and at most ``most``."""
    taken = []
    while len(taken) < most:
        try:
            taken.append(postgres.connect(database))
        except psycopg2.OperationalError:
            break
    return taken


def lock(postgres, database, table):
    """Return a connection that holds ``table`` for itself."""
    connection = postgres.connect(database)
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK {table} IN ACCESS EXCLUSIVE MODE")
    return connection
