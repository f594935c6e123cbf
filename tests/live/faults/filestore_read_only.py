"""The volume of the filestore takes no changes."""

import os
import subprocess

from sandbox.faults.fault import Fault


def inject(site):
    folder = site.filestore
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    return folder


def repair(_site, folder):
    subprocess.run(["umount", "-l", folder], check=True)


FAULT = Fault(
    title="a filestore that takes no changes",
    rule="filestore-unwritable",
    subject=lambda _site: "data_dir",
    inject=inject,
    repair=repair,
    stored=True,
    health=503,
    ready=200,
    alone=True,
    patience=45.0,
    needs=lambda _site: "" if os.geteuid() == 0 else "mounting needs root",
)
