"""Words about PostgreSQL that several faults share."""

import psycopg2

from ._system import children


def processes_of(postgres):
    """Return PostgreSQL's main process and its children."""
    return [postgres.process.pid, *children(postgres.process.pid)]


def end_sessions(postgres):
    """End every session of Odoo's role."""
    postgres.administer(
        "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity "
        "WHERE usename = %s",
        [postgres.user],
    )


def close(postgres, database):
    """Let nobody into ``database`` any more, and end who is in it: Odoo comes back at
    once, and PostgreSQL renames and copies only what nobody uses.
    """
    postgres.administer(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
    end_sessions(postgres)


def open_again(postgres, database):
    """Let everybody into ``database`` again."""
    postgres.administer(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")


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


def locking(table):
    """Return what is common to faults in which somebody holds ``table`` for himself."""

    def inject(site):
        return lock(site.instance.postgres, site.database, table)

    return {
        "inject": inject,
        "repair": lambda _site, connection: connection.close(),
        "stored": False,
    }
