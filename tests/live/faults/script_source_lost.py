"""A source of a bundle is gone, while the bundle made of it is still served."""

from sandbox.faults.fault import Fault

from ._book import MODULE, file_of

SOURCE = "static/src/bookcase.js"


def inject(site):
    file = file_of(site, SOURCE)
    hidden = file.with_suffix(".hidden")
    file.rename(hidden)
    return file, hidden


def repair(_site, kept):
    file, hidden = kept
    hidden.rename(file)


FAULT = Fault(
    title="a bundle whose source is gone",
    rule="asset-source-missing",
    subject=lambda _site: f"/{MODULE}/{SOURCE}",
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
