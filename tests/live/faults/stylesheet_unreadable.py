"""Nobody may read a generated stylesheet."""

from sandbox.faults.fault import Fault

from ._bundle import file_of, found
from ._system import give_back, take_rights

BUNDLE = "web.assets_frontend.min.css"


def inject(site):
    return take_rights(file_of(site, BUNDLE))


FAULT = Fault(
    title="a stylesheet that nobody may read",
    inject=inject,
    repair=give_back,
    **found(BUNDLE, "asset-file-missing"),
)
