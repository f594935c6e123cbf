"""Nobody may read a generated stylesheet."""

from sandbox.faults.fault import Fault

from ._bundle import newest, subject_of
from ._system import give_back, take_rights

BUNDLE = "web.assets_frontend.min.css"


def inject(site):
    _id, _url, name = newest(site, BUNDLE)
    return take_rights(site.filestore / name)


FAULT = Fault(
    title="a stylesheet that nobody may read",
    rule="asset-file-missing",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=give_back,
    stored=True,
    health=503,
    ready=200,
)
