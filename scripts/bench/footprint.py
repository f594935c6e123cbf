"""What the addon costs a process: memory and time to start, with and without it."""

import statistics
import time

from sandbox import templates
from sandbox.instance import SERVER_WIDE, Instance

from .measure import private_bytes, starting_seconds

ROUNDS = 9
"""Pairs of servers, one with the addon and one without; the median of the differences
counts, so that a busy moment meets both."""

MEMORY = 2_000_000
STARTUP = 0.05

WITHOUT = "base,rpc,web"

DATABASE = "bench_base"
"""A database without the addon: what is measured beside it is the code alone."""


def compare(source, server, folder):
    """Print the differences; return whether both are within their targets."""
    workshop = Instance(source, server, folder / "footprint")
    templates.ensure(workshop, DATABASE, templates.BASE)
    good = True
    for title, words in (
        ("before any database is loaded", ()),
        ("with a database loaded", ("-d", DATABASE)),
    ):
        pairs = [_pair(source, server, folder, words) for _round in range(ROUNDS)]
        memory, processor, clock = map(statistics.median, zip(*pairs, strict=True))
        good &= memory < MEMORY and processor < STARTUP
        print(f"\na process with the addon and without, {title}; {ROUNDS} pairs")
        print(f"  memory   {memory / 1e6:+6.2f} MB   (less than {MEMORY / 1e6:g})")
        print(
            f"  start-up {processor * 1000:+6.0f} ms   (less than {STARTUP * 1000:g};"
            f" processor time, by the clock {clock * 1000:+.0f} ms)"
        )
    return good


def _pair(source, server, folder, words):
    """Return the difference between two servers, started one after the other."""
    figures = [
        _figures(source, server, folder, modules, words)
        for modules in (SERVER_WIDE, WITHOUT)
    ]
    return [with_it - without for with_it, without in zip(*figures, strict=True)]


def _figures(source, server, folder, modules, words):
    """Return bytes, seconds of the processor and by the clock of a new server."""
    instance = Instance(
        source,
        server,
        folder / "footprint",
        {"server_wide_modules": modules, "dbfilter": f"^{DATABASE}$"},
        # as on a server, compiled code is kept from one start to the next
        {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(folder / "footprint" / "compiled"),
        },
    )
    started = time.monotonic()
    with instance.serve("--max-cron-threads=0", *words) as odoo:
        odoo.wait("/web/health")
        clock = time.monotonic() - started
        processor = starting_seconds(odoo.process.pid)
        for _each in range(20):
            odoo.get("/web/health")
            odoo.get("/ipai/health")
        return private_bytes(odoo.process.pid), processor, clock
