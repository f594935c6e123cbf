"""The probe against Odoo's own ``/web/health`` and against a constant answer placed at
the same spot, side by side on one server with ``wrk``.

    python -m bench.probe [threaded | prefork | gevent | growth | footprint]…

Prints, for each kind of server, requests per second, latency and processor time of the
four, and the ratios that are promised; then growth with the number of databases, and
what the addon costs a process (``footprint``). The processor time tells the truth on a
machine that does other things too.

The server is told its database by ``db_name``, which is where Odoo's own page is
fastest: under a dbfilter it asks PostgreSQL for the list of databases at each request.
What that makes of it is printed beside, and counts for nothing.
"""

import functools
import shutil
import statistics
import sys
import time

from sandbox import odoo_source, postgres, templates
from sandbox.instance import SERVER_WIDE, Instance
from sandbox.paths import ROOT, run_folder

from . import footprint
from .measure import CONNECTIONS, SECONDS, processor_seconds, wrk
from .stub import TABLES

ROUNDS = 5
"""The median counts: the machine is shared."""
SETTLING = 10
"""Seconds after the start: the helper thread of the node looks for the first time."""

DATABASE = "bench_probe"

OURS = "/ipai/health"
CONSTANT = "/constant"
ODOO = "/web/health"
ODOO_DATABASE = "/web/health?db_server_status=1"

TARGETS = {
    "threaded": {CONSTANT: 0.9, ODOO: 2.5, ODOO_DATABASE: 6.5},
    "prefork": {CONSTANT: 0.9, ODOO: 3.3, ODOO_DATABASE: 10.0},
    "gevent": {CONSTANT: 0.9},
}
"""Ratios of ours to the others; the issue names none to Odoo's for gevent."""

CONSTANT_ADDON = """
from odoo import http

BODY = b'{"status": "pass"}'
dispatch = http.Application.__call__


def call(self, environ, start_response):
    if environ["PATH_INFO"] != "/constant":
        return dispatch(self, environ, start_response)
    environ["ipai_health.access_log"] = False
    start_response(
        "200 OK",
        [
            ("Content-Type", "application/health+json"),
            ("Cache-Control", "no-store"),
            ("Content-Length", "18"),
        ],
    )
    return [BODY]


http.Application.__call__ = call
"""

MANIFEST = '{"name": "constant", "author": "ipai_health", "license": "LGPL-3"}\n'


def main(parts):
    """Print the tables; exit with 1 when a target is missed."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        sys.exit(f"bench: {', '.join(sorted(unknown))}? There are {', '.join(PARTS)}")
    if not shutil.which("wrk"):
        sys.exit("bench: wrk is not installed (make dev installs it)")
    folder = run_folder() / "bench-probe"
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        source = odoo_source.find()
        good = [PARTS[part](source, server, folder) for part in parts or PARTS]
    finally:
        server.stop()
    sys.exit(0 if all(good) else 1)


def _comparison(kind):
    def compare(source, server, folder):
        good = _compare(_looked_at(source, server, folder), kind)
        if kind == "threaded":
            _under_dbfilter(_instance(source, server, folder, f"^{DATABASE}$"))
        return good

    return compare


@functools.cache
def _looked_at(source, server, folder):
    """Return an instance with a database that the addon is in and has looked at."""
    instance = _instance(source, server, folder, "")
    templates.ensure(instance, "bench_base", templates.BASE)
    templates.clone(instance, "bench_base", DATABASE)
    instance.install(DATABASE, ["ipai_health"])
    instance.health(DATABASE)
    return instance


def _instance(source, server, folder, dbfilter):
    addons = _constant_addon(folder)
    options = {"server_wide_modules": f"{SERVER_WIDE},constant", "dbfilter": dbfilter}
    return Instance(source, server, folder / "odoo", options, addons=(ROOT, addons))


def _constant_addon(folder):
    module = folder / "addons" / "constant"
    module.mkdir(parents=True, exist_ok=True)
    (module / "__init__.py").write_text(CONSTANT_ADDON)
    (module / "__manifest__.py").write_text(MANIFEST)
    return module.parent


def _compare(instance, kind):
    """Measure the four in turns, so that a busy moment meets all of them."""
    mode = "prefork" if kind == "gevent" else kind
    paths = (OURS, CONSTANT, ODOO, ODOO_DATABASE)
    results = {path: [] for path in paths}
    with instance.serve("-d", DATABASE, "--max-cron-threads=0", mode=mode) as server:
        server.wait("/web/login")
        if kind == "gevent":
            server.port = server.gevent_port
        server.wait()
        port = server.port
        time.sleep(SETTLING)
        for path in paths:
            server.get(path)
        for _round in range(ROUNDS):
            for path in paths:
                before = processor_seconds(server.process.pid)
                rate, half, most = wrk(f"http://127.0.0.1:{port}{path}")
                spent = processor_seconds(server.process.pid) - before
                requests = max(rate * SECONDS, 1.0)
                results[path].append((rate, half, most, spent / requests))
    print(f"\n{kind}, {CONNECTIONS} connections, median of {ROUNDS} rounds")
    for path in paths:
        figures = map(statistics.median, zip(*results[path], strict=True))
        rate, half, most, spent = figures
        print(
            f"  {path:32} {rate:8.0f}/s   p50 {half:7.2f} ms   p99 {most:7.2f} ms"
            f"   processor {spent * 1e6:6.0f} us"
        )
    good = True
    for path, least in TARGETS[kind].items():
        good &= _ratio(kind, results, path, least)
    return good


def _under_dbfilter(instance):
    """Print what the contract's dbfilter makes of Odoo's own page."""
    with instance.serve("--max-cron-threads=0") as server:
        server.wait("/web/login")
        rates = {path: wrk(server.url + path)[0] for path in (OURS, ODOO)}
    print("threaded, under a dbfilter instead of db_name; no target")
    for path, rate in rates.items():
        print(f"  {path:32} {rate:8.0f}/s")


def _ratio(kind, results, path, least):
    """Compare round by round, then take the median: drift cancels out."""
    pairs = list(zip(results[OURS], results[path], strict=True))
    ratio = statistics.median(ours[0] / max(other[0], 1.0) for ours, other in pairs)
    spent = statistics.median(other[3] / ours[3] for ours, other in pairs)
    verdict = "ok" if ratio >= least else "MISSED"
    print(
        f"  ours / {path:25} {ratio:6.2f}   (at least {least})   {verdict}"
        f"   by processor time {spent:6.2f}"
    )
    return ratio >= least


def _growth(source, server, folder):
    """Print what many tenants cost; most of them are stubs of a few tables."""
    template = "bench_tenant_000"
    if template not in server.databases():
        server.create(template)
        server.execute(TABLES, database=template)
    print("\nthreaded, by number of databases that dbfilter exposes")
    present = set(server.databases())
    for number in range(1, 200):
        name = f"bench_tenant_{number:03}"
        if name not in present:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    for number, pattern in ((1, "000"), (10, "00."), (50, "0[0-4]."), (200, "...")):
        options = {"dbfilter": f"^bench_tenant_{pattern}$"}
        instance = Instance(source, server, folder / "tenants", options)
        with instance.serve("--max-cron-threads=0") as odoo:
            odoo.wait()
            for _each in range(8):
                odoo.get(OURS)
                time.sleep(1)
            rate, half, most = wrk(odoo.url + OURS)
        print(f"  {number:4} {rate:8.0f}/s   p50 {half:7.2f} ms   p99 {most:7.2f} ms")
    return True


PARTS = {
    **{kind: _comparison(kind) for kind in TARGETS},
    "growth": _growth,
    "footprint": footprint.compare,
}

if __name__ == "__main__":
    main(sys.argv[1:])
