"""The script of the first paint is deleted."""

from sandbox.faults.fault import Fault

from ._bundle import keep, put_back, subject_of

BUNDLE = "web.assets_frontend_minimal.min.js"


def inject(site):
    file, content = keep(site, BUNDLE)
    file.unlink()
    return file, content


FAULT = Fault(
    title="a lost small script",
    rule="asset-file-missing",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=put_back,
    stored=True,
    health=503,
    ready=200,
)
