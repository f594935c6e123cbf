"""The script of the web client is deleted from the filestore: a blank page."""

from sandbox.faults.fault import Fault

from ._bundle import keep, put_back, subject_of

BUNDLE = "web.assets_web.min.js"


def inject(site):
    file, content = keep(site, BUNDLE)
    file.unlink()
    return file, content


FAULT = Fault(
    title="the lost script of the web client",
    rule="asset-file-missing",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=put_back,
    stored=True,
    health=503,
    ready=200,
)
