"""A generated script is deleted from the filestore."""

from sandbox.faults.fault import Fault

from ._bundle import keep, put_back, subject_of

BUNDLE = "web.assets_frontend_lazy.min.js"


def inject(site):
    file, content = keep(site, BUNDLE)
    file.unlink()
    return file, content


FAULT = Fault(
    title="a lost script",
    rule="asset-file-missing",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=put_back,
    stored=True,
    health=503,
    ready=200,
)
