"""A generated script ends in the middle."""

from sandbox.faults.fault import Fault

from ._bundle import keep, put_back, subject_of

BUNDLE = "web.assets_frontend_lazy.min.js"


def inject(site):
    file, content = keep(site, BUNDLE)
    file.write_bytes(content[: len(content) // 2])
    return file, content


FAULT = Fault(
    title="a truncated script",
    rule="asset-file-corrupt",
    subject=subject_of(BUNDLE),
    inject=inject,
    repair=put_back,
    stored=True,
    health=503,
    ready=200,
)
