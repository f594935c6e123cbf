"""docker/Dockerfile without docker: its steps played in a folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "docker/Dockerfile"


def play(folder: Path) -> Path:
    """Return ``folder`` with all that the steps put into the image."""
    text = DOCKERFILE.read_text().replace("\\\n", " ")
    for line in text.splitlines():
        word, _blank, rest = line.partition(" ")
        if word == "COPY":
            _copy(rest.split(), folder)
        elif word == "RUN":
            _run(rest, folder)
    return folder


def program(folder: Path, name: str, text: str) -> None:
    """Put a program into the image that the base image would have."""
    path = folder / "programs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def variables(folder: Path, run: Path) -> dict[str, str]:
    """Return the environment of a container whose /run/odoo is ``run``."""
    return {
        "PATH": f"{folder}/programs:{folder}/usr/local/bin:/usr/bin:/bin",
        "ODOO_CONF_TEMPLATE": str(folder / "etc/odoo/odoo.conf"),
        "ODOO_RUN_FOLDER": str(run),
        "IPAI_HEALTH_PACKAGES": str(folder / "opt/ipai-health/packages"),
    }


def _copy(words: list[str], folder: Path) -> None:
    mode = next((w.partition("=")[2] for w in words if w.startswith("--chmod=")), None)
    *sources, target = (word for word in words if not word.startswith("--"))
    for source in sources:
        place = folder / target.lstrip("/")
        if target.endswith("/"):
            place = place / Path(source).name
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, place)
        if mode:
            place.chmod(int(mode, 8))


def _run(command: str, folder: Path) -> None:
    """Run a step below ``folder``; what the package depends on is here already."""
    command = re.sub(r'(?<=[ "])/(opt|usr/local)/', rf"{folder}/\1/", command)
    subprocess.run([sys.executable, "-m", "venv", folder / "pip"], check=True)
    environment = {**os.environ, "PATH": f"{folder}/pip/bin:/usr/bin:/bin"}
    environment |= {"PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(["sh", "-c", command], env=environment, check=True, timeout=300)
