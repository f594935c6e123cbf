"""What a kill may not leave: half-done rows, locks, files, databases, processes."""

import hashlib
import re
from pathlib import Path

from sandbox import processes

THROW_AWAY = "ipai_health_assets_"

PATIENCE = 20.0
"""Seconds that PostgreSQL may need to notice that a client is gone, and Odoo's workers
that their master is (they look every four seconds)."""

TWICE = """
    SELECT rule, subject, node FROM ipai_health_finding
    GROUP BY 1, 2, 3 HAVING count(*) > 1
"""

TORN = """
    SELECT c.name, c.status FROM ipai_health_check c
    WHERE c.status = 'pass' AND EXISTS (
        SELECT 1 FROM ipai_health_finding f WHERE f.check_id = c.id
        AND f.state = 'open' AND f.severity != 'info')
"""
"""Checks whose findings and status are not of one transaction."""

LOCKS = """
    SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database()
"""

RUNNING = "SELECT id, start FROM ipai_health_run WHERE state = 'running'"

STORED = (
    "SELECT id, store_fname, checksum FROM ir_attachment WHERE store_fname IS NOT NULL"
)


def after_a_look(site):
    """Return complaints about what is half-done once a look is over."""
    # the node's helper may store its own news at this moment
    processes.wait_until(lambda: not site.sql(RUNNING), PATIENCE, 0.2)
    complaints = []
    for statement, what in (
        (RUNNING, "runs for ever"),
        (TWICE, "findings twice"),
        (TORN, "half-written checks"),
    ):
        rows = site.sql(statement)
        complaints += [f"{what}: {rows}"] if rows else []
    if not processes.wait_until(lambda: not site.sql(LOCKS), PATIENCE, 0.2):
        complaints.append(f"locks are held: {site.sql(LOCKS)}")
    return complaints + files(site) + databases(site.instance.postgres)


def files(site):
    """Return complaints about rows whose file is not what they say, and about files
    that belong to no row and that Odoo's own cleaning does not know of.
    """
    rows = site.sql(STORED)
    complaints = [
        f"the file of attachment {id_} is lost or altered"
        for id_, name, checksum in rows
        if _sha1(site.filestore / name) != checksum
    ]
    known = {name for _id, name, _checksum in rows}
    checklist = site.filestore / "checklist"
    orphans = [
        str(name)
        for file in site.filestore.glob("[0-9a-f][0-9a-f]/*")
        if str(name := file.relative_to(site.filestore)) not in known
        and not (checklist / name).exists()
    ]
    return complaints + ([f"orphaned files: {orphans}"] if orphans else [])


def _sha1(file):
    try:
        return hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()
    except OSError:
        return None


def databases(postgres):
    """Return complaints about throw-away databases that are left."""

    def left():
        return [name for name in postgres.databases() if name.startswith(THROW_AWAY)]

    gone = processes.wait_until(lambda: not left(), PATIENCE, 0.2)
    return [] if gone else [f"databases left: {left()}"]


def children(word):
    """Return complaints about processes that name ``word`` and should have ended."""

    def left():
        return [pid for pid, line in _commands() if word in line]

    gone = processes.wait_until(lambda: not left(), PATIENCE, 0.2)
    return [] if gone else [f"processes left that name {word}: {left()}"]


def _commands():
    for folder in Path("/proc").iterdir():
        if re.fullmatch(r"\d+", folder.name):
            try:
                yield int(folder.name), (folder / "cmdline").read_bytes().decode()
            except (OSError, UnicodeDecodeError):
                continue
