"""A generated stylesheet is truncated to nothing."""

from . import stylesheet
from .fault import Fault


def inject(site):
    file, content = stylesheet.keep(site)
    file.write_bytes(b"")
    return file, content


FAULT = Fault(
    title="a generated stylesheet truncated to 0 bytes",
    rule="asset-file-corrupt",
    inject=inject,
    repair=stylesheet.put_back,
    page=stylesheet.page,
    stored=True,
    health=503,
    ready=200,
)
