"""What we override takes arguments by the names that Odoo gave them: JSON-2 does so."""

import inspect

from odoo.tests import TransactionCase, tagged

OURS = "odoo.addons.ipai_health."

NAMESAKES = {"HealthOverview.load"}
"""Of a model that stores nothing, and so has nothing to import."""


def overrides(model):
    """Yield our public methods of ``model`` that override one of Odoo, and that one."""
    for position, cls in enumerate(model.__mro__):
        if not cls.__module__.startswith(OURS):
            continue
        for name, ours in vars(cls).items():
            if name.startswith("_") or not inspect.isfunction(ours):
                continue
            for above in model.__mro__[position + 1 :]:
                theirs = vars(above).get(name)
                if inspect.isfunction(theirs) and not above.__module__.startswith(OURS):
                    yield ours, theirs
                    break


@tagged("post_install", "-at_install")
class TestOverrides(TransactionCase):
    def test_arguments_keep_their_names(self):
        seen = set()
        for model in self.registry.values():
            for ours, theirs in overrides(model):
                if ours.__qualname__ in NAMESAKES:
                    continue
                seen.add(ours.__qualname__)
                with self.subTest(method=ours.__qualname__):
                    self.assertEqual(
                        list(inspect.signature(ours).parameters),
                        list(inspect.signature(theirs).parameters),
                    )
        self.assertIn("HealthRule.write", seen)
        self.assertIn("HealthReadonly.write", seen)
