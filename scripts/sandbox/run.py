"""``make run``: Odoo with ipai_health on this machine, from nothing."""

import hashlib
import os
import secrets
import signal
import sys
import time

from passlib.hash import pbkdf2_sha512

from . import odoo_source, postgres, processes, programs, templates
from .errors import SandboxError
from .instance import Instance
from .paths import ADDON, run_folder

DATABASE = "ipai"
FIRST_PORT = 8069
LOGIN = "admin"
TOKEN, MASTER_PASSWORD = "token", "master_password"
"""Files with what opens the details of the probe, and the database manager."""


def main() -> int:
    """Do everything, then serve until Ctrl-C; return the exit code of make."""
    # said aloud, since a shell lets its background jobs ignore Ctrl-C
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _serve()
    except SandboxError as error:
        print(f"make run: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _interrupt(*_signal):
    raise KeyboardInterrupt


def _serve() -> None:
    folder = run_folder()
    _writable(folder)
    source = odoo_source.find()
    print(f"Odoo 19.0 from {source.road}", flush=True)
    server = postgres.from_environment() or _embedded(folder)
    try:
        _serve_on(source, server, folder)
    finally:
        server.stop()


def _embedded(folder):
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    print(f"PostgreSQL: embedded, its data in {server.data}", flush=True)
    return server


def _serve_on(source, server, folder) -> None:
    instance = configured(source, server, folder)
    install(instance)
    print("Looking at the database with odoo health …", flush=True)
    looked = instance.health(DATABASE)
    print(looked.stdout.strip() or looked.stderr.strip(), flush=True)
    port = processes.free_port(FIRST_PORT)
    if port != FIRST_PORT:
        print(f"Port {FIRST_PORT} is in use, {port} is taken instead.", flush=True)
    with instance.serve(port=port, log=folder / "odoo.log") as odoo:
        odoo.wait("/ipai/health/ready")
        print(f"Odoo:   {odoo.url}/odoo   login {LOGIN}, password {LOGIN}")
        print(f"Health: {odoo.url}/odoo/health")
        code, _headers, body = odoo.get("/ipai/health")
        print(f"Probe:  {odoo.url}/ipai/health answers {code} {body.decode()}")
        print(f"Shell:  {folder}/odoo health -d {DATABASE}")
        print(f"Log:    {odoo.log}\nCtrl-C ends it.", flush=True)
        while odoo.process.poll() is None:
            time.sleep(0.5)
        raise SandboxError(f"Odoo ended by itself, see {odoo.log}")


def configured(source, server, folder) -> Instance:
    """Return the instance that make run serves, its configuration written: it keeps
    every invariant of the contract.
    """
    instance = Instance(
        source,
        server,
        folder,
        options={
            "dbfilter": f"^{DATABASE}$",
            "admin_passwd": pbkdf2_sha512.hash(_secret(folder / MASTER_PASSWORD)),
        },
        # as variables, since Odoo warns once about every option it does not know
        environment={"IPAI_HEALTH_TOKEN": _secret(folder / TOKEN)},
    )
    programs.write(folder, instance)
    return instance


def _secret(file) -> str:
    """Return what ``file`` keeps, made at the first run."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(24))
    return file.read_text()


def install(instance) -> None:
    """Install the addon into the database; upgrade it where its code changed since."""
    stamp = instance.folder / "installed"
    code = _fingerprint(ADDON)
    if DATABASE not in instance.postgres.databases():
        print("Creating the database, about half a minute …", flush=True)
        templates.ensure(instance, DATABASE, [*templates.BASE, "ipai_health"])
    elif not stamp.exists() or stamp.read_text() != code:
        print("Upgrading ipai_health in the database …", flush=True)
        instance.install(DATABASE, ["ipai_health"], "-u", "ipai_health")
    stamp.write_text(code)


def _fingerprint(folder) -> str:
    """Return a digest of the files below ``folder``."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _writable(folder) -> None:
    """Fail with one line when the data folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SandboxError(
            f"the data folder {folder} cannot be written ({error.strerror}); give "
            "another one with IPAI_HEALTH_RUN=/path/to/folder"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
