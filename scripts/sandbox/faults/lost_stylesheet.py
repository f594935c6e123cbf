"""A generated stylesheet is deleted from the filestore."""

from . import stylesheet
from .fault import Fault
from .files import doing, lose

FAULT = Fault(
    title="a generated stylesheet lost from the filestore",
    rule="asset-file-missing",
    page=stylesheet.page,
    breaks=stylesheet.BUNDLE,
    stored=True,
    health=503,
    ready=200,
    **doing(lose, stylesheet.file_of),
)
