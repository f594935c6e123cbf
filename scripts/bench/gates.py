"""The gates as whole processes: ``modules`` against ``manifestoo list-missing`` on
Odoo's own addons, side by side; ``config``, ``compose`` and ``--version`` in time.

    python -m bench.gates
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sandbox import odoo_source
from sandbox.paths import ROOT

ROUNDS = 7
"""Of which the best counts: the machine is shared."""

MODULES_RATIO = 1.0
"""``modules`` takes at most this part of what manifestoo takes."""
LIMITS = {"--version": 0.150, "config": 0.200, "compose": 0.200}
"""Seconds, from the start of the interpreter to its end."""

CONF = """[options]
db_host = postgres
db_name = False
dbfilter = ^prod$
list_db = False
addons_path = /usr/lib/python3/dist-packages/odoo/addons,/mnt/extra-addons
"""
SKELETON = ROOT / "tests" / "gates" / "compose_skeletons" / "traefik" / "compose.yaml"


@dataclass
class Timing:
    """The best of several runs, in seconds: by the clock and of the processor."""

    clock: float
    processor: float


def main():
    """Print one line a measurement; exit with 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder) / "odoo.conf"
        conf.write_text(CONF)
        commands = {
            "--version": ["--version"],
            "config": ["config", str(conf)],
            "compose": ["compose", "-f", str(SKELETON)],
        }
        good = [_in_time(name, words) for name, words in commands.items()]
    good.append(_modules_against_manifestoo())
    sys.exit(0 if all(good) else 1)


def _in_time(name, words):
    timing = _best([sys.executable, "-m", "ipai_health.gates", *words])
    _say(f"ipai-health {name}", timing, f"at most {LIMITS[name] * 1000:.0f} ms")
    return min(timing.clock, timing.processor) <= LIMITS[name]


def _modules_against_manifestoo():
    folders = odoo_source.find().addons_paths
    path = ",".join(map(str, folders[:1] if _holds_all(folders[0]) else folders))
    manifests = [Path(one).glob("*/__manifest__.py") for one in path.split(",")]
    count = sum(1 for found in manifests for _ in found)
    ours = [sys.executable, "-m", "ipai_health.gates", "modules", "--addons-path", path]
    theirs = [sys.executable, "-m", "manifestoo", "--odoo-series", "19.0"]
    theirs += ["--addons-path", path, "--select-found", "list-missing"]
    mine, other = _best(ours), _best(theirs)
    _say(f"ipai-health modules, {count} modules", mine)
    _say("manifestoo list-missing, the same", other)
    ratio = mine.processor / other.processor
    print(f"modules takes {ratio:.2f} of manifestoo (at most {MODULES_RATIO:.2f})")
    return ratio <= MODULES_RATIO


def _holds_all(folder):
    """Tell whether one folder holds all modules, as in Debian's package."""
    return (folder / "sale").is_dir() and (folder / "base").is_dir()


def _best(command):
    runs = [_run(command) for _ in range(ROUNDS)]
    return Timing(min(one.clock for one in runs), min(one.processor for one in runs))


def _run(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        # with byte code, as pip installs it
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timing(clock, spent)


def _say(what, timing, target=""):
    print(
        f"{what}: {timing.clock * 1000:.0f} ms by the clock, "
        f"{timing.processor * 1000:.0f} ms of the processor"
        + (f" ({target})" if target else "")
    )


if __name__ == "__main__":
    main()
