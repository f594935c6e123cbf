"""A module needs a Python package that is not there."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="a module whose Python package is missing",
    rule="module-python-missing",
    subject=lambda site: "sandbox_bookcase:sandbox_no_such_package",
    stored=True,
    health=503,
    ready=200,
    **breaking_file(
        "__manifest__.py",
        '"installable": True',
        '"external_dependencies": {"python": ["sandbox_no_such_package"]}',
    ),
)
