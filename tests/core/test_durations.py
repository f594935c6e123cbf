"""A duration is told as a person says it, in the unit that still means something."""

import pytest

from ipai_health.core.live import minutes


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (210, "4 min"),
        (3600, "60 min"),
        (7199, "120 min"),
        (7200, "2 h"),
        (3 * 3600, "3 h"),
        (12_600, "4 h"),
        (172_799, "48 h"),
        (172_800, "2 days"),
        (302_400, "4 days"),
        (10 * 86_400, "10 days"),
    ],
)
def test_said(seconds, said):
    assert minutes(seconds) == said
