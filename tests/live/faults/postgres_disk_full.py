"""The disk of PostgreSQL is full: it can write no more of its log and ends."""

import contextlib
import os
import shutil
import subprocess

import psycopg2
from sandbox.faults.fault import Fault

from ._copy import copy, folder_of, switch

ROOM = 40
"""Megabytes beyond the data."""


def inject(site):
    """Fail over to a copy on a small volume of its own, then write until it breaks."""
    place = folder_of(site, "small")
    place.mkdir(exist_ok=True)
    used = sum(
        file.stat().st_size
        for file in site.instance.postgres.data.rglob("*")
        if file.is_file()
    )
    size = used // 2**20 + 64 + ROOM
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", place], check=True
    )
    other = copy(site, place).start()
    switch(site, other)
    free = shutil.disk_usage(place).free
    with (place / "filler").open("wb") as filler:
        filler.write(b"0" * max(free - 2**20, 0))
    _write(other, site.database)
    return place, other


def _write(other, database):
    """Ask for more segments of PostgreSQL's log than there is room for."""
    with contextlib.suppress(psycopg2.Error):
        for _each in range(40):
            other.administer("CREATE TABLE filling AS SELECT 1", None, database)
            other.administer("DROP TABLE filling", None, database)
            other.administer("SELECT pg_switch_wal()", None, database)


def repair(site, kept):
    place, other = kept
    switch(site, site.instance.postgres)
    other.stop()
    subprocess.run(["umount", "-l", place], check=True)


FAULT = Fault(
    title="the disk of PostgreSQL full",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
    alone=True,
    needs=lambda _site: "" if os.geteuid() == 0 else "mounting needs root",
)
