"""Every rule of every check was seen by a test that broke something."""

from odoo.tests import TransactionCase, tagged

from ..core.rules import RULES
from .common import CheckCase

PROVED_ELSEWHERE = frozenset(
    {
        "client-js-error",
        "cron-stalled",
        "database-pool-exhausted",
        "database-table-locked",
        "database-unreachable",
        "database-uninitialised",
        "registry-not-loadable",
        "self-check-stale",
    }
)
"""Rules that no look inside Odoo can report: the probe does, and the browser. The test
``tests/test_rules.py`` of the repository knows where each is proved.
"""


@tagged("post_install", "-at_install")
class TestCoverage(TransactionCase):
    test_sequence = 1_000_000
    """After all others, whose findings it counts."""

    def test_every_rule_has_a_fault_behind_it(self):
        wanted = {
            code
            for code, rule in RULES.items()
            if rule.checks and code not in PROVED_ELSEWHERE
        }
        self.assertEqual(wanted - CheckCase.seen, set())
