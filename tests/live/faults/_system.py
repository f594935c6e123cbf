"""Processes, the rights of files, and libraries put between Odoo and the system."""

import os
from pathlib import Path


def library(name):
    """Return the path of a library of the system, ``None`` when it is not there."""
    found = sorted(Path("/usr/lib").glob(f"*/{name}"))
    return found[0] if found else None


def needing(name, package):
    """Return what says in words that the library ``name`` of ``package`` is missing."""
    return lambda _site: "" if library(name) else f"needs the package {package}"


def needing_root(_site):
    """Say in words that only root may do this."""
    return "" if os.geteuid() == 0 else "needs root"


def children(pid):
    """Return the processes that ``pid`` has begun."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def take_rights(file, owner=None):
    """Take the right to read ``file`` from Odoo: from everybody, or by giving it to
    ``owner``; return what :func:`give_back` needs.
    """
    before = file.stat()
    if owner is None:
        file.chmod(0)
    else:
        file.chmod(0o600)
        os.chown(file, owner, owner)
    return file, before


def give_back(_site, kept):
    """Give the file its rights and its owner again."""
    file, before = kept
    os.chown(file, before.st_uid, before.st_gid)
    file.chmod(before.st_mode & 0o7777)
