"""A generated stylesheet is deleted from the filestore."""

from . import stylesheet
from .fault import Fault


def inject(site):
    file, content = stylesheet.keep(site)
    file.unlink()
    return file, content


FAULT = Fault(
    title="a generated stylesheet lost from the filestore",
    rule="asset-file-missing",
    inject=inject,
    repair=stylesheet.put_back,
    page=stylesheet.page,
    stored=True,
    health=503,
    ready=200,
)
