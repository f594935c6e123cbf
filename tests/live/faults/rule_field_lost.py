"""A record rule names a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="a record rule on a lost field",
    rule="rule-field-missing",
    subject=subject_of("ir.rule", "rule_book", ":sheets"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column("ir_rule", "domain_force", "rule_book", "[('sheets', '>=', 0)]"),
)
