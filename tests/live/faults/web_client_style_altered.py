"""The stylesheet of the web client has other bytes."""

from sandbox.faults.fault import Fault

from ._bundle import keep, put_back, subject_of

BUNDLE = "web.assets_web.min.css"


def inject(site):
    file, content = keep(site, BUNDLE)
    file.write_bytes(content.swapcase())
    return file, content


FAULT = Fault(
    title="the altered stylesheet of the web client",
    rule="asset-file-corrupt",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=put_back,
    stored=True,
    health=503,
    ready=200,
)
