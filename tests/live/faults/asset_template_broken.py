"""A template among a bundle's sources is not XML."""

from sandbox.faults.fault import Fault

from ._book import breaking_file
from ._bundle import build_again

SOURCE = breaking_file(
    "static/src/bookcase.xml",
    '<div class="sandbox_bookcase" />',
    '<div class="sandbox_bookcase">',
)


def inject(site):
    kept = SOURCE["inject"](site)
    build_again(site)
    return kept


def repair(site, kept):
    SOURCE["repair"](site, kept)
    build_again(site)


FAULT = Fault(
    title="a broken template in a bundle",
    rule="asset-compile-error",
    subject=lambda _site: "web.assets_frontend_lazy.min.js",
    inject=inject,
    repair=repair,
    stored=True,
    health=503,
    ready=200,
    alone=True,
)
