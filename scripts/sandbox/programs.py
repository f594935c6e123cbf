"""What somebody types beside a running ``make run``: ``odoo`` and ``ipai-health``."""

import os
import shlex
import sys
from pathlib import Path

from .paths import ROOT

SCRIPT = """#!/bin/sh
# written by make run
{exports}
exec {command} "$@"
"""


def write(folder: Path, instance) -> None:
    """Write into ``folder`` a program ``odoo`` of ``instance``, which needs neither its
    configuration nor its paths on the command line, and ``ipai-health``.
    """
    names = ("PYTHONPATH", "ODOO_RC", *instance.environment)
    variables = {name: instance.variables()[name] for name in names}
    _write(folder / "odoo", variables, instance.command())
    gates = [sys.executable, "-m", "ipai_health.gates"]
    _write(folder / "ipai-health", {"PYTHONPATH": str(ROOT)}, gates)


def _write(file: Path, variables: dict[str, str], command: list[str]) -> None:
    """Write a program that nobody else may read: a token can be among the variables."""
    exports = (
        f"export {name}={shlex.quote(value)}" for name, value in variables.items()
    )
    text = SCRIPT.format(exports="\n".join(exports), command=shlex.join(command))
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o700)
    with os.fdopen(handle, "w") as out:
        out.write(text)
