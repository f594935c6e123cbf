"""Kills of commands: ``odoo health`` while it looks, purges or drains, and the gate
``ipai-health assets``.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sandbox import processes
from sandbox.faults import lost_stylesheet
from sandbox.paths import ROOT

from ipai_health.probe.drain import default_file, node_name

from . import remains

STARTS = 5.0
"""Seconds that Odoo takes to start on a busy machine: most kills shall come later."""

GENERATED = """
    SELECT id FROM ir_attachment WHERE url LIKE '/web/assets/%'
    AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1 ORDER BY id
"""

REPAIRS = "SELECT count(*) FROM ipai_health_remedy_log"


def run(scene, ledger):
    """Kill ``odoo health --full`` while it looks."""
    process = _health(scene, "--full")
    running = processes.wait_until(
        lambda: scene.site.sql(remains.RUNNING) or process.poll() is not None, 60.0
    )
    scene.pause(4.0)
    _kill(process)
    return "a run" if running else "before it ran", []


def purge(scene, ledger):
    """Kill ``odoo health --purge-assets``, half of the times with a file lost; the
    next purge must do all of it.
    """
    lost = scene.chance.random() < 0.5
    if lost:
        lost_stylesheet.FAULT.inject(scene.site)
    before = [scene.site.sql(each) for each in (GENERATED, REPAIRS)]
    process = _health(scene, "--purge-assets")
    scene.pause(STARTS + 8.0)
    _kill(process)
    if not lost:
        bundles, repairs = (scene.site.sql(each) for each in (GENERATED, REPAIRS))
        unlogged = bundles != before[0] and repairs == before[1]
        done = "a purge" if bundles != before[0] else "before a purge"
        return done, ["it was done, and no log tells of it"] if unlogged else []
    result = scene.site.call("ipai.health.remedy", "apply", "purge-assets")
    right = result["state"] == "done" and not result["open"]
    return "a stylesheet lost", [] if right else [f"the next purge said {result}"]


def drain(scene, ledger):
    """Kill ``odoo health --drain`` and ``--undrain``: the node is out or it is not, and
    a whole ``--undrain`` brings it back.
    """
    port = scene.site.server.port
    file = Path(default_file(str(scene.instance.data), node_name(port)))
    word = scene.chance.choice(["--drain", "--undrain"])
    if word == "--undrain":
        file.touch()
    process = _health(scene, word, f"--http-port={port}")
    scene.pause(STARTS)
    _kill(process)
    code, complaints = scene.site.code("/ipai/health/ready"), []
    if not processes.wait_until(lambda: _agrees(scene, file), 5.0):
        complaints.append(f"drain file {file.exists()}, but /ready says {code}")
    out = "out" if file.exists() else "in"
    if _health(scene, "--undrain", f"--http-port={port}").wait(60) or file.exists():
        complaints.append("--undrain did not bring the node back")
    return f"{word}, {out}", complaints


def assets(scene, ledger):
    """Kill the gate while it installs and builds: database, files and processes must
    go, by its janitor.
    """
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    process = gate(scene, folder)
    processes.wait_until(lambda: any(folder.iterdir()), 20.0)
    scene.pause(25.0)
    _kill(process)
    complaints = remains.databases(scene.postgres) + remains.children(str(folder))
    if not processes.wait_until(lambda: not any(folder.iterdir()), 5.0):
        complaints.append(f"files left: {list(folder.iterdir())}")
    else:
        folder.rmdir()
    return "the gate", complaints


def gate(scene, folder, module="ipai_health"):
    """Return the gate, started, with ``folder`` for what it throws away."""
    postgres = scene.postgres
    environment = {
        **os.environ,
        "PGHOST": postgres.host,
        "PGPORT": str(postgres.port),
        "PGUSER": postgres.user,
        "PGPASSWORD": postgres.password,
        "PYTHONPATH": f"{scene.instance.source.core}:{ROOT}",
        "TMPDIR": str(folder),
    }
    words = ["assets", "--addons-path", ROOT, "--module", module]
    words += ["--odoo", f"{sys.executable} -m odoo"]
    return processes.start(
        [sys.executable, "-m", "ipai_health.gates", *words],
        env=environment,
        cwd=folder.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _health(scene, *words):
    return processes.start(
        scene.instance.command("health", "-d", scene.site.database, *words),
        env=scene.instance.variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _kill(process):
    process.kill()
    process.wait()


def _agrees(scene, file):
    """Tell whether the node is as ready as its drain file says."""
    return (scene.site.code("/ipai/health/ready") == 503) == file.exists()
