"""What tests of checks share: looking, and telling what a look found."""

import os
import shutil
import tempfile

from odoo.modules.module import Manifest
from odoo.tests import TransactionCase

import odoo.addons

from ..core.look import STANDARD, Look


def refusing(really_open, refused):
    """Return an ``open`` that refuses the path ``refused``, as the system does to
    everybody but root, who runs some tests.
    """

    def refuse(path, *args, **options):
        if path == refused:
            raise PermissionError(13, "Permission denied", path)
        return really_open(path, *args, **options)

    return refuse


class CheckCase(TransactionCase):
    """A test of one check; ``check`` is its code."""

    check = None

    seen = set()
    """Every rule that a look of these tests reported: real faults, really found."""

    def look(self, depth=STANDARD, memo=None, **values):
        """Look once; leave the look itself in ``last_look``."""
        self.env.flush_all()
        self.last_look = Look(depth=depth, memo=memo, **values)
        checker = self.env["ipai.health.checker"]._checkers()[self.check]
        findings = list(checker._look(self.last_look))
        CheckCase.seen.update(finding.rule for finding in findings)
        return findings

    def found(self, *args, **values):
        """Look once and return the sorted pairs of rule and subject."""
        findings = self.look(*args, **values)
        return sorted((each.rule, each.subject) for each in findings)

    def choose(self, rule, threshold):
        """Let another number decide about ``rule``, in bounds or not."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_health_rule SET own_threshold = %s WHERE code = %s",
            [threshold, rule],
        )
        self.env.invalidate_all()

    def only(self, *args, **values):
        """Look once and return the one finding there is to be."""
        findings = self.look(*args, **values)
        self.assertEqual(len(findings), 1, findings)
        return findings[0]

    def assert_quiet(self, *args, **values):
        self.assertEqual(self.found(*args, **values), [])


class AddonsFolderCase(CheckCase):
    """A test with a folder of its own on the addons path."""

    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.patch(odoo.addons, "__path__", [*odoo.addons.__path__, self.folder])
        forget = Manifest._get_manifest_from_addons.cache_clear
        forget()
        self.addCleanup(forget)

    def write_file(self, path, text):
        """Write ``text`` to ``path`` below the folder and return the whole path."""
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        return full

    def mark(self, module, state, since):
        """Put ``module`` in ``state`` by SQL, as of ``since``."""
        self.env.cr.execute(
            "UPDATE ir_module_module SET state = %s, "
            "write_date = (now() AT TIME ZONE 'utc') - %s::interval WHERE id = %s",
            (state, since, module.id),
        )
        self.env.invalidate_all()

    def add_module(self, name, manifest="{'name': 'Sample'}", state="installed"):
        """Put a module on disk (unless ``manifest`` is None) and in the database."""
        if manifest is not None:
            self.write_file(f"{name}/__manifest__.py", manifest)
            self.write_file(f"{name}/__init__.py", "")
        module = self.env["ir.module.module"].create(
            {"name": name, "state": state, "latest_version": "19.0.1.0"}
        )
        self.env.flush_all()
        return module
