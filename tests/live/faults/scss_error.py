"""A stylesheet's source has an error."""

from sandbox.faults.fault import Fault

from ._book import breaking_file
from ._bundle import build_again

SOURCE = breaking_file(
    "static/src/bookcase.scss",
    "$sandbox-shelf * 2",
    "$sandbox-lost * 2",
)


def inject(site):
    kept = SOURCE["inject"](site)
    build_again(site)
    return kept


def repair(site, kept):
    SOURCE["repair"](site, kept)
    build_again(site)


FAULT = Fault(
    title="an SCSS error",
    rule="asset-compile-error",
    subject=lambda _site: "web.assets_frontend.min.css",
    inject=inject,
    repair=repair,
    stored=True,
    health=503,
    ready=200,
    alone=True,
)
