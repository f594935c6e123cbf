"""Monitoring addons of others that can be had as packages, tried on this Odoo."""

import re
import subprocess
import sys
from dataclasses import dataclass

from sandbox import templates
from sandbox.instance import Instance
from sandbox.paths import ROOT

REQUIREMENTS = ROOT / "requirements" / "compare.txt"
PINNED = re.compile(r"^(odoo-addon-([\w-]+))==(\S+)$", re.MULTILINE)
SDK = ("sentry-sdk==2.22.0", "prometheus-client==0.21.1")
"""What those addons import beside Odoo."""

SCRATCH = "others"
INSTALLED = "installed"


@dataclass
class Tried:
    """One package, and what became of installing it."""

    package: str
    version: str
    module: str
    outcome: str = ""


def fetch(folder):
    """Fetch the packages; return the addons path and the path of their libraries.

    :raise subprocess.CalledProcessError: the index does not have one of them
    """
    addons, libraries = folder / "packages", folder / "libraries"
    _pip(addons, "--no-deps", "--requirement", REQUIREMENTS)
    _pip(libraries, "--no-deps", *SDK)
    return addons / "odoo" / "addons", libraries


def _pip(target, *words):
    quiet = ("--quiet", "--disable-pip-version-check", "--upgrade")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *quiet, "--target", target, *words],
        check=True,
    )


def try_all(workshop, base, addons, libraries):
    """Return what became of each package, installed alone into a fresh database."""
    found = PINNED.findall(REQUIREMENTS.read_text())
    instance = Instance(
        workshop.source,
        workshop.postgres,
        workshop.folder / "others",
        options={"server_wide_modules": "base,rpc,web"},
        environment=environment(workshop.source, libraries),
        addons=(addons,),
    )
    result = []
    for package, name, version in found:
        tried = Tried(package, version, name.replace("-", "_"))
        templates.clone(instance, base, SCRATCH, workshop)
        tried.outcome = _install(instance, tried.module)
        result.append(tried)
    templates.discard(instance, SCRATCH)
    return result


def environment(source, libraries):
    """Return where Odoo's processes find those libraries too."""
    return {"PYTHONPATH": f"{source.core}:{libraries}"}


def _install(instance, module):
    """Return ``installed``, or Odoo's word on why it is not."""
    done = instance.run(
        *("-d", SCRATCH, "-i", module, "--stop-after-init", "--no-http")
    )
    rows = instance.postgres.execute(
        "SELECT state FROM ir_module_module WHERE name = %s", [module], SCRATCH
    )
    if rows == [(INSTALLED,)] and not done.returncode:
        return INSTALLED
    said = [
        line.partition(": ")[2]
        for line in done.stderr.splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line) and module in line
    ]
    return said[0] if said else f"refused, state {rows[0][0] if rows else 'unknown'}"
