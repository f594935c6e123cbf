"""``make demo``: six faults on a copy of the running database, one after the other."""

import contextlib
import json
import shutil
import signal
import sys
import time

from . import demo_table, odoo_source, postgres, processes, run, templates
from .errors import SandboxError
from .faults import DEMO, module_without_folder
from .instance import Instance
from .paths import ROOT, run_folder
from .site import TOKEN, Site

DATABASE = "demo"
PATIENCE = 10.0
"""Seconds within which the probe must be right after a fault and after its repair."""

EVERY_WORKER = 3.0
"""Seconds after which every worker has looked again: its ttl and one look."""


def main() -> int:
    """Break and heal six times, print the table, write it into the README."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        rows = _demonstrate(run_folder())
    except SandboxError as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    (ROOT / "docs").mkdir(exist_ok=True)
    demo_table.RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    demo_table.write_into_readme(rows)
    print(demo_table.for_terminal(rows))
    return 0 if all(row["right"] for row in rows) else 1


def _demonstrate(folder):
    source = odoo_source.find()
    server = postgres.EmbeddedPostgres(folder / "demo" / "postgres").start()
    try:
        with (
            _running_database(source, folder) as copy,
            CopiedSite(source, server, folder, copy) as site,
        ):
            return play(site, DEMO)
    finally:
        server.stop()


@contextlib.contextmanager
def _running_database(source, folder):
    """Give a function that copies the database of make run, made when missing."""
    owner = postgres.from_environment() or postgres.EmbeddedPostgres(
        folder / "postgres"
    )
    own = isinstance(owner, postgres.EmbeddedPostgres)
    port = owner.running_port() if own else None
    if port:
        owner.port = port
    elif own:
        owner.start()
    try:
        origin = run.configured(source, owner, folder)
        run.install(origin)
        yield copy_of(origin, run.DATABASE)
    finally:
        owner.stop()


def copy_of(origin, database):
    """Return a function that copies ``database`` of ``origin`` to another instance."""

    def copy(target, name):
        dump = target.folder / "copy.dump"
        origin.postgres.program("pg_dump", "-Fc", "-f", dump, database)
        target.postgres.create(name)
        target.postgres.program("pg_restore", "-O", "-x", "-d", name, dump)
        dump.unlink()
        files = origin.filestore(database)
        if files.exists():
            shutil.copytree(files, target.filestore(name))

    return copy


class CopiedSite:
    """Serve a copy of a database, with the module that one fault takes away."""

    def __init__(self, source, server, folder, copy, mode="threaded"):
        addons = folder / "demo" / "addons"
        module_without_folder.write_module(addons)
        self.instance = Instance(
            source,
            server,
            folder / "demo",
            options={"dbfilter": f"^{DATABASE}$"},
            environment={"IPAI_HEALTH_TOKEN": TOKEN},
            addons=(ROOT, addons),
        )
        self.mode = mode
        templates.discard(self.instance, DATABASE)
        copy(self.instance, DATABASE)
        self.instance.install(DATABASE, [module_without_folder.MODULE])

    def __enter__(self) -> Site:
        self.server = self.instance.serve(mode=self.mode).wait()
        return Site(self.instance, self.server, DATABASE)

    def __exit__(self, *_error):
        self.server.stop()


def play(site, faults):
    """Inject and repair each of ``faults``; return one row of the table for each."""
    site.server.wait("/web/login")
    site.warm_up()
    site.look()
    session = site.log_in()
    return [_row(site, fault, session) for fault in faults]


def _row(site, fault, session) -> dict:
    print(f"… {fault.title}", file=sys.stderr, flush=True)
    page = fault.page(site)
    kept = fault.inject(site)
    if fault.stored:
        site.look()
    named = processes.wait_until(lambda: _named(site, fault.rule), PATIENCE)
    time.sleep(EVERY_WORKER)
    row = {
        "fault": fault.title,
        "page": page.split("/")[-1],
        "user": _as_user(site, page, session),
        "odoo": site.code("/web/health"),
        "odoo_database": site.code("/web/health?db_server_status=1"),
        "health": site.code("/ipai/health"),
        "ready": site.code("/ipai/health/ready"),
        "rule": fault.rule if named else "",
    }
    fault.repair(site, kept)
    if fault.stored:
        site.look()
    healed = processes.wait_until(lambda: _passes(site), PATIENCE)
    row["healed"] = bool(healed) and not site.open_rules()
    row["right"] = (
        row["healed"]
        and bool(named)
        and (row["health"], row["ready"]) == (fault.health, fault.ready)
    )
    return row


def _as_user(site, page, session) -> str:
    """Return the code that a logged-in user gets, and where a redirect leads."""
    code, headers, body = site.server.get(page, headers=session, redirect=False)
    if 300 <= code < 400:
        return f"{code} to {headers['Location'].removeprefix(site.server.url)}"
    return f"{code}" if body else f"{code}, 0 bytes"


def _named(site, rule) -> bool:
    """Tell whether the probe's details name ``rule``."""
    return rule in json.dumps(site.details())


def _passes(site) -> bool:
    code, _headers, body = site.server.get("/ipai/health")
    return code == 200 and json.loads(body) == {"status": "pass"}


if __name__ == "__main__":
    sys.exit(main())
