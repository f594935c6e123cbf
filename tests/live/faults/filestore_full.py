"""The volume of the filestore is nearly full."""

import os
import subprocess

from sandbox.faults.fault import Fault

ROOM = 3
"""Megabytes beyond the files: less than what should be free."""


def inject(site):
    folder = site.filestore
    kept = folder.with_name("filestore-kept")
    subprocess.run(["cp", "-a", folder, kept], check=True)
    blocks = subprocess.run(
        ["du", "-sm", kept], check=True, capture_output=True, text=True
    )
    size = int(blocks.stdout.split()[0]) + ROOM
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", folder], check=True
    )
    subprocess.run(["cp", "-a", f"{kept}/.", folder], check=True)
    return folder, kept


def repair(_site, kept):
    folder, copy = kept
    subprocess.run(["umount", "-l", folder], check=True)
    subprocess.run(["rm", "-rf", copy], check=True)


FAULT = Fault(
    title="a filestore that is nearly full",
    rule="disk-space-low",
    subject=lambda _site: "data_dir",
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
    alone=True,
    patience=45.0,
    needs=lambda _site: "" if os.geteuid() == 0 else "mounting needs root",
)
