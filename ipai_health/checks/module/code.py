"""Fingerprints of a module's code: has it changed since it was last upgraded?"""

import hashlib
import os

UPGRADED_BY = (".py", ".xml", ".csv", ".sql")
"""Files that an upgrade reads; styles and scripts reach users without one."""

LEFT_OUT = frozenset({"static", "tests", "__pycache__", ".git", "i18n"})


def compare(folder, since, known):
    """Return what to remember of the code in ``folder``: it changed when ``now`` is no
    longer ``code``.

    :param since: when the database last loaded the module, as text
    :param known: what was returned for this module last time, or ``None``

    The files' dates are compared first; only when they differ, as after a new
    deployment, are the contents read.
    """
    stat = _digest(_stats(folder))
    if known is None or known["since"] != since:
        content = _digest(_contents(folder))
        return {"since": since, "stat": stat, "code": content, "now": content}
    if known["stat"] != stat:
        known = known | {"stat": stat, "now": _digest(_contents(folder))}
    return known


def _files(folder):
    """Yield the path of each file that counts, in a stable order."""
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.is_dir():
                    if entry.name not in LEFT_OUT:
                        pending.append(entry.path)
                elif entry.name.endswith(UPGRADED_BY):
                    yield entry


def _stats(folder):
    for entry in _files(folder):
        stat = entry.stat()
        name = entry.path[len(folder) :]
        yield f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}".encode()


def _contents(folder):
    for entry in _files(folder):
        yield f"{entry.path[len(folder) :]}\0".encode()
        with open(entry.path, "rb") as file:
            yield file.read()


def _digest(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:16]
