"""Some dozens of faults in real views of this database: what Odoo rejects is found,
blamed on the right view at the right line, and nothing else is said.

``make torture-views`` tries hundreds, others each day.
"""

import logging
import random

from odoo.tests import tagged

from .common import CheckCase
from .template_mutations import TemplateMutator
from .view_differential import Differential, TemplateDifferential
from .view_mutations import ViewMutator

_logger = logging.getLogger(__name__)

SEED = 19
"""The same faults every day: what was right yesterday is right today."""

VIEWS = 78
TEMPLATES = 30
RIGHT = 0.97
"""The least share of faults blamed on the guilty view, and of those on its line."""


@tagged("post_install", "-at_install")
class TestViewsDifferential(CheckCase):
    check = "views"

    def compare(self, differential, count):
        differential.run(count)
        _logger.info("faults tried:\n%s", "\n".join(differential.table()))
        total = differential.total()
        complaints = "\n".join(differential.complaints)
        self.assertGreater(total["rejected"], count / 2)
        self.assertEqual(total["missed"], 0, complaints)
        self.assertEqual(total["false"], 0, complaints)
        right = total["blamed right"] / total["blamed"]
        self.assertGreaterEqual(right, RIGHT, complaints)
        self.assertGreaterEqual(
            total["lines right"] / total["lines"], RIGHT, complaints
        )

    @property
    def chance(self):
        return random.Random(SEED)

    def test_faults_in_views(self):
        mutator = ViewMutator(self.env, self.chance)
        self.compare(Differential(self.env, mutator), VIEWS)

    def test_faults_in_templates(self):
        mutator = TemplateMutator(self.env, self.chance)
        self.compare(TemplateDifferential(self.env, mutator), TEMPLATES)
