"""A thorough run does all that a cheaper one would."""

import pytest

from ipai_health.core.look import FULL, QUICK, STANDARD, includes


@pytest.mark.parametrize(
    ("depth", "others"),
    [(QUICK, [QUICK]), (STANDARD, [QUICK, STANDARD]), (FULL, [QUICK, STANDARD, FULL])],
)
def test_a_run_includes_what_is_cheaper(depth, others):
    included = [each for each in (QUICK, STANDARD, FULL) if includes(depth, each)]
    assert included == others
