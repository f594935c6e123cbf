"""No lock that an upgrade, and whoever waits behind it, can feel."""

import contextlib
from pathlib import Path

from .steps import start, until


def test_an_upgrade_need_not_wait_for_the_look_through_the_filestore(
    odoo, sampled, sql, cluster
):
    name = _slow_file(odoo, sql, sampled)
    run = start(odoo, ("health", "-d", sampled, "--full", "--check", "filestore"))
    try:
        until(lambda: _reads(run, name), 60)
        sql(
            "SET lock_timeout = '2s'; "
            "ALTER TABLE ir_attachment ADD COLUMN x_upgrade int; "
            "ALTER TABLE ir_attachment DROP COLUMN x_upgrade"
        )
        assert _reads(run, name), "the look was over before the upgrade"
    finally:
        run.kill()
        run.wait()
        sql("DELETE FROM ir_attachment WHERE name = 'slow'")
        (odoo.filestore(sampled) / name).unlink()


def _slow_file(odoo, sql, database):
    """Return the name of a stored file that takes seconds to read: 8 GB of nothing."""
    name = "5l/" + "5l" + "0" * 38
    file = odoo.filestore(database) / name
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as out:
        out.truncate(8 << 30)
    sql(
        "INSERT INTO ir_attachment (name, type, store_fname) "
        f"VALUES ('slow', 'binary', '{name}')"
    )
    return name


def _reads(process, name):
    """Tell whether ``process`` has the file ``name`` open."""
    with contextlib.suppress(OSError):
        for file in Path(f"/proc/{process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(file.readlink()).endswith(name):
                    return True
    return False
