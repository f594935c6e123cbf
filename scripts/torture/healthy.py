"""``make torture-healthy``: silence on databases of 6 and of 193 modules.

Each is looked at freshly built in English, French and Arabic, after ``-u all`` and in a
restored copy, without and with demo data: there must be no finding at all, of no
severity. What was seen quiet is not played again until the addon changes.
"""

import argparse
import contextlib
import dataclasses
import itertools
import json
import sys
import time

from sandbox import odoo_source, postgres, templates
from sandbox.errors import SandboxError
from sandbox.instance import Instance
from sandbox.paths import run_folder
from sandbox.site import Site

from . import healthy_stages as stages
from .book import Book

LOOKS = ((), ("--full",), ())
"""As the hourly one, as the weekly one, and again with what that remembered."""

PATIENCE = 300.0
"""Seconds for a page whose bundles are built meanwhile, on a busy machine."""

LANGUAGE_PAGES = {"english": "/", "french": "/fr"}
"""The website's page of a stage; all others speak Arabic too."""


@dataclasses.dataclass
class Result:
    """What was found where nothing should be."""

    name: str
    mode: str
    seconds: float
    complaints: list[str]

    def as_dict(self):
        """Return it as kept in the file of results."""
        return {**dataclasses.asdict(self), "healed": 0.0, "slowest": 0.0}


class Visit:
    """Opens the pages of a database as its first visitors would."""

    def __init__(self, instance, page):
        self.instance = instance
        self.page = page

    def __call__(self, name):
        with self.serving(name):
            pass

    @contextlib.contextmanager
    def serving(self, name):
        """Serve ``name``, visited, until the end of ``with``."""
        with self.instance.serve("-d", name, "--max-cron-threads=0") as server:
            server.wait("/web/login", seconds=PATIENCE)
            site = Site(self.instance, server, name)
            session = site.log_in()
            site.warm_up("/web/login", timeout=PATIENCE)
            site.warm_up("/odoo", headers=session, timeout=PATIENCE)
            site.warm_up(self.page, timeout=PATIENCE)
            if not site.bundles():
                raise SandboxError(f"no page of {name} has a bundle")
            yield site


def main(words=None) -> int:
    """Play what is left; return 0 when every case was seen quiet."""
    options = _options(words)
    folder = run_folder() / "big"
    book = Book(folder / "healthy.jsonl", fresh=options.fresh)
    cases = _cases(options)
    end = time.monotonic() + options.minutes * 60
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        instance = Instance(odoo_source.find(), server, folder)
        for size, data, stage in cases:
            name = f"{size} {data} {stage}"
            if not book.has(name, "healthy") and time.monotonic() < end:
                result = _play(instance, name, size, data == "demo", stage)
                book.write(result)
                verdict = "WRONG" if result.complaints else "quiet"
                print(f"{verdict}  {name:24} {result.seconds:.0f} s", flush=True)
                print(*result.complaints, sep="\n", end="", flush=True)
    finally:
        server.stop()
    quiet = sum(book.has(" ".join(case), "healthy") for case in cases)
    print(f"{quiet} of {len(cases)} quiet")
    return 0 if quiet == len(cases) else 1


def _options(words):
    parser = argparse.ArgumentParser(
        prog="make torture-healthy", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--size", action="append", choices=stages.SIZES)
    add("--data", action="append", choices=("plain", "demo"))
    add("--stage", action="append", choices=stages.STAGES)
    add("--minutes", type=float, default=55.0, help="how long this slice may take")
    add("--fresh", action="store_true", help="forget earlier slices")
    return parser.parse_args(words)


def _cases(options):
    return list(
        itertools.product(
            options.size or stages.SIZES,
            options.data or ("plain", "demo"),
            options.stage or stages.STAGES,
        )
    )


def _play(instance, title, size, demo, stage):
    """Make the database, visit it, look; return what was found."""
    started = time.monotonic()
    name = "healthy"
    visit = Visit(instance, LANGUAGE_PAGES.get(stage, "/ar"))
    try:
        stages.make(instance, visit, name, size, demo, stage)
        with visit.serving(name) as site:
            complaints = _check_bundles(site, stage)
            complaints += _look(instance, name)
    finally:
        templates.discard(instance, name)
    return Result(title, "healthy", time.monotonic() - started, complaints)


def _check_bundles(site, stage):
    """Complain when the stage is not what it should be: Arabic reads from the right."""
    mirrored = any(".rtl." in url for (url,) in site.bundles())
    expected = stage not in ("english", "french")
    return [] if mirrored == expected else [f"right-to-left bundles: {mirrored}"]


def _look(instance, name):
    """Return one line for each finding, and for each look that was none."""
    complaints = []
    for words in LOOKS:
        done = instance.health(
            name, "--format", "json", "--fail-on", "info", *words, timeout=1200
        )
        answer = json.loads(done.stdout or '{"findings": []}')
        title = " ".join(("odoo health", *words))
        complaints += [
            f"{title}: {each['rule']} {each['subject']}: {each['message']}"
            for each in answer["findings"]
        ]
        if done.returncode not in (0, 1) or not done.stdout:
            complaints.append(f"{title} exits {done.returncode}: {done.stderr[-2000:]}")
    return complaints


if __name__ == "__main__":
    sys.exit(main())
