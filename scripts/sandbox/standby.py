"""A standby of a running PostgreSQL: it can be read and takes no changes."""

import contextlib
import shutil

from .postgres import EmbeddedPostgres


@contextlib.contextmanager
def standby_of(server: EmbeddedPostgres, folder):
    """Give a started standby of ``server`` with its data below ``folder``; it is
    erased at the end.
    """
    standby = EmbeddedPostgres(folder, settings=server.settings)
    shutil.rmtree(standby.data, ignore_errors=True)
    words = ("-D", standby.data, "--write-recovery-conf", "--checkpoint=fast")
    server.program("pg_basebackup", *words, "-U", server.superuser)
    if standby.account:
        for path in (standby.data, *standby.data.rglob("*")):
            shutil.chown(path, standby.account)
    standby.password = server.password
    try:
        yield standby.start()
    finally:
        standby.erase()
