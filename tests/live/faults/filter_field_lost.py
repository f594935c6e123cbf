"""A saved filter names a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="a saved filter on a lost field",
    rule="filter-field-missing",
    subject=subject_of("ir.filters", "filter_thick", ":sheets"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column("ir_filters", "domain", "filter_thick", "[('sheets', '>', 500)]"),
)
