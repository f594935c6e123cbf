"""The probe against Odoo's own ``/web/health`` and against a constant answer placed at
the same spot, side by side on one server with ``wrk``.

    python -m bench.probe

Prints, for each kind of server, requests per second, latency and processor time of the
four, and the ratios that are promised; then growth with the number of databases, and
memory. The processor time tells the truth on a machine that does other things too.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time

from sandbox import odoo_source, postgres, templates
from sandbox.instance import SERVER_WIDE, Instance
from sandbox.paths import ROOT, run_folder

from .stub import TABLES

ROUNDS = 5
"""The median counts: the machine is shared."""
SECONDS = 2
CONNECTIONS = 4
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

MEMORY = 2_000_000
STARTUP = 0.05

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


def main():
    """Print the table; exit with 1 when a target is missed."""
    if not shutil.which("wrk"):
        sys.exit("bench: wrk is not installed (make dev installs it)")
    folder = run_folder() / "bench-probe"
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        good = _measure(server, folder)
    finally:
        server.stop()
    sys.exit(0 if good else 1)


def _measure(server, folder):
    source = odoo_source.find()
    addons = _constant_addon(folder)
    options = {"server_wide_modules": f"{SERVER_WIDE},constant", "dbfilter": DATABASE}
    instance = Instance(source, server, folder / "odoo", options, addons=(ROOT, addons))
    templates.ensure(instance, "bench_base", templates.BASE)
    templates.clone(instance, "bench_base", DATABASE)
    instance.install(DATABASE, ["ipai_health"])
    instance.health(DATABASE)
    good = True
    for kind in ("threaded", "prefork", "gevent"):
        good &= _compare(instance, kind)
    _growth(source, server, folder)
    return good & _footprint(source, server, folder)


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
                before = _processor_seconds(server.process.pid)
                rate, half, most = _wrk(f"http://127.0.0.1:{port}{path}")
                spent = _processor_seconds(server.process.pid) - before
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


def _wrk(url):
    """Return requests per second, p50 and p99 in milliseconds."""
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"bench: {url} does not answer 200:\n{said}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, _milliseconds(said, "50%"), _milliseconds(said, "99%")


def _processor_seconds(pid):
    """Return what the server and all its workers have used so far."""
    ticks, pids = 0, [pid]
    for each in pids:
        with open(f"/proc/{each}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
        with open(f"/proc/{each}/task/{each}/children") as file:
            pids += [int(child) for child in file.read().split()]
    return ticks / os.sysconf("SC_CLK_TCK")


def _milliseconds(said, name):
    number, unit = re.search(rf"{name}\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


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
            rate, half, most = _wrk(odoo.url + OURS)
        print(f"  {number:4} {rate:8.0f}/s   p50 {half:7.2f} ms   p99 {most:7.2f} ms")


def _footprint(source, server, folder):
    """Print what the addon costs a process that serves no database yet."""
    sizes = {"base,rpc,web": [], SERVER_WIDE: []}
    times = {"base,rpc,web": [], SERVER_WIDE: []}
    for _round in range(ROUNDS):
        for modules in sizes:
            options = {"server_wide_modules": modules, "dbfilter": DATABASE}
            instance = Instance(source, server, folder / "footprint", options)
            started = time.monotonic()
            with instance.serve("--max-cron-threads=0") as odoo:
                odoo.wait("/web/health")
                times[modules].append(time.monotonic() - started)
                for _each in range(20):
                    odoo.get("/web/health")
                    odoo.get(OURS)
                sizes[modules].append(_resident(odoo.process.pid))
    memory = _difference(sizes)
    startup = _difference(times)
    print(f"\nmemory a process: {memory / 1e6:+.2f} MB (less than {MEMORY / 1e6:g})")
    print(f"start-up: {startup * 1000:+.0f} ms (less than {STARTUP * 1000:g})")
    return memory < MEMORY and startup < STARTUP


def _difference(by_modules):
    return statistics.median(by_modules[SERVER_WIDE]) - statistics.median(
        by_modules["base,rpc,web"]
    )


def _resident(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return int(re.search(r"^Rss:\s+(\d+)", file.read(), re.M)[1]) * 1024


if __name__ == "__main__":
    main()
