"""A generated stylesheet is truncated to nothing."""

from . import stylesheet
from .fault import Fault
from .files import doing, empty

FAULT = Fault(
    title="a generated stylesheet truncated to 0 bytes",
    rule="asset-file-corrupt",
    page=stylesheet.page,
    breaks=stylesheet.BUNDLE,
    stored=True,
    health=503,
    ready=200,
    **doing(empty, stylesheet.file_of),
)
