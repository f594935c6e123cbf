"""A clock of its own for an Odoo: libfaketime stands between it and the kernel's."""

import os
from pathlib import Path

LIBRARY = "faketime/libfaketimeMT.so.1"

SLEEP = """
import threading, time
time.sleep = lambda seconds: threading.Event().wait(seconds)
"""
"""libfaketime 0.9.10 refuses the one call that ``time.sleep`` is made of, once only
what tells the time of day is changed and how long something takes stays as it is."""


def library():
    """Return the library, ``None`` where the package faketime is not installed."""
    return next(iter(sorted(Path("/usr/lib").glob(f"*/{LIBRARY}"))), None)


def environment(file, source):
    """Return the environment of a process whose clock differs by what ``file`` says,
    as in ``-31s`` or ``+1d``, from the moment that it says so.

    :param source: the :class:`OdooSource` that the process runs
    """
    (file.parent / "sitecustomize.py").write_text(SLEEP)
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": f"{file.parent}{os.pathsep}{source.core}",
    }
