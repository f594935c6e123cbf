"""The disk of PostgreSQL is full: what needs a new page cannot be saved."""

import shutil
import subprocess

from sandbox.faults.fault import Fault

from ._copy import copy, folder_of, switch
from ._system import needing_root

ROOM = 40
"""Megabytes beyond the data, before something fills them."""

LEFT = 2**20
"""Bytes that are left: enough to note what is wrong."""


def inject(site):
    """Fail over to a copy on a small volume of its own, which something then fills."""
    place = folder_of(site, "small")
    place.mkdir(exist_ok=True)
    files = [each for each in site.instance.postgres.data.rglob("*") if each.is_file()]
    size = sum(file.stat().st_size for file in files) // 2**20 + 64 + ROOM
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", place], check=True
    )
    other = copy(site, place).start()
    switch(site, other)
    free = shutil.disk_usage(place).free
    with (place / "filler").open("wb") as filler:
        filler.write(b"0" * max(free - LEFT, 0))
    return place, other


def repair(site, kept):
    place, other = kept
    switch(site, site.instance.postgres)
    other.stop()
    subprocess.run(["umount", "-l", place], check=True)


FAULT = Fault(
    title="the disk of PostgreSQL full",
    rule="database-disk-full",
    inject=inject,
    repair=repair,
    stored=True,
    health=503,
    ready=200,
    alone=True,
    needs=needing_root,
)
