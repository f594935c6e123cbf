"""Which types of column can hold the values of a field."""

FAMILIES = (
    frozenset({"varchar", "text", "bpchar"}),
    frozenset({"int2", "int4", "int8"}),
    frozenset({"numeric", "float4", "float8"}),
    frozenset({"timestamp", "timestamptz"}),
    frozenset({"json", "jsonb"}),
)
"""Types that Odoo reads and writes alike; an upgrade alone may leave them mixed."""


def fits(expected, column):
    """Tell whether a ``column`` of this type can hold what ``expected`` would."""
    return expected == column or any(
        expected in family and column in family for family in FAMILIES
    )
