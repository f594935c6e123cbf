"""A run goes on whatever one of its checks brings."""

import time
from unittest.mock import patch

import psycopg2

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..core.finding import Finding
from ..models.ipai_health_run_here import NodeMemory


@tagged("post_install", "-at_install")
class TestRun(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = cls.env["ipai.health.run"]
        cls.checks = cls.env["ipai.health.check"]
        cls.findings = cls.env["ipai.health.finding"]
        cls.cron = type(cls.env["ipai.health.checker"]._checkers()["cron"])

    def run_with(self, look):
        """Let the check ``cron`` look by ``look``, and the check after it as always."""
        with patch.object(self.cron, "_look", look):
            return self.runs._run("quick", "schedule", names=["cron", "nodes"])

    def open_rules(self):
        return self.findings.search(
            [("check_id.name", "=", "cron"), ("state", "=", "open")]
        ).mapped("rule")

    def test_what_cannot_be_stored_costs_nobody_else_a_look(self):
        def look(_self, look):
            look.new_memo = {"name": "\0"}
            yield Finding("cron-failing", "ir.cron,1", "It fails.")

        with mute_logger("odoo.sql_db"):
            outcomes = self.run_with(look)
        self.assertEqual(outcomes["cron"].state, "crashed")
        self.assertEqual(outcomes["nodes"].state, "done")
        self.assertEqual(self.open_rules(), ["check-crashed"])
        self.run_with(lambda _self, look: ())
        self.assertEqual(self.open_rules(), [])

    def test_what_old_code_says_of_new_tables_is_not_stored(self):
        def look(_self, look):
            yield Finding("cron-failing", "ir.cron,1", "It fails.")

        with patch.object(
            self.env.registry, "registry_sequence", self.env.registry.registry_sequence
        ):
            self.assertEqual(self.run_with(look)["cron"].state, "done")
            self.assertEqual(self.open_rules(), ["cron-failing"])
            self.env.registry.registry_sequence -= 1
            outcome = self.run_with(lambda _self, look: ())["cron"]
        self.assertEqual(outcome.state, "crashed")
        self.assertIn("modules changed", outcome.reason)
        self.assertEqual(self.open_rules(), ["cron-failing"])

    def lose_stores(self, times):
        """Let the connection be lost ``times`` times when an outcome is stored."""
        store, lost = type(self.runs)._store_outcome, []

        def store_or_lose(run, *arguments):
            if len(lost) < times:
                lost.append(arguments)
                raise psycopg2.OperationalError("server closed the connection")
            return store(run, *arguments)

        return patch.object(type(self.runs), "_store_outcome", store_or_lose)

    def test_what_a_lost_connection_kept_from_being_stored_is_stored_again(self):
        def look(_self, look):
            yield Finding("cron-failing", "ir.cron,1", "It fails.")

        with patch.object(time, "sleep"), self.lose_stores(1):
            self.assertEqual(self.run_with(look)["cron"].state, "done")
        self.assertEqual(self.open_rules(), ["cron-failing"])

    def test_what_cannot_be_stored_without_a_database_is_no_crash(self):
        with (
            patch.object(time, "sleep"),
            self.lose_stores(2),
            self.assertRaisesRegex(psycopg2.OperationalError, "server closed"),
        ):
            self.run_with(lambda _self, look: ())
        self.assertEqual(self.open_rules(), [])

    def test_a_node_stores_nothing_of_a_look_that_was_cut_off(self):
        """The database would tell it for ten minutes after it is back."""

        def look(_self, look):
            raise psycopg2.OperationalError("server closed the connection")

        config = type(self.env["ipai.health.checker"]._checkers()["config"])
        with (
            patch.object(config, "_look", look),
            self.assertRaisesRegex(psycopg2.OperationalError, "server closed"),
        ):
            self.runs._look_here("a:8069", "quick")
        self.assertFalse(self.findings.search([("node", "=", "a:8069")]))

    def test_a_check_that_was_cut_off_looks_again(self):
        looks = []

        def look(_self, look):
            looks.append(look)
            if len(looks) == 1:
                raise psycopg2.OperationalError("server closed the connection")
            yield Finding("cron-failing", "ir.cron,1", "It fails.")

        with patch.object(time, "sleep"):
            self.assertEqual(self.run_with(look)["cron"].state, "done")
        self.assertEqual(self.open_rules(), ["cron-failing"])

    def test_a_check_that_is_always_cut_off_has_crashed(self):
        def look(_self, look):
            raise psycopg2.OperationalError("server closed the connection")

        with patch.object(time, "sleep"):
            self.assertEqual(self.run_with(look)["cron"].state, "crashed")
        self.assertEqual(self.open_rules(), ["check-crashed"])

    def test_a_node_stores_any_other_crash(self):
        def look(_self, look):
            raise psycopg2.errors.UndefinedTable("no such table")

        config = type(self.env["ipai.health.checker"]._checkers()["config"])
        with patch.object(config, "_look", look):
            self.runs._look_here("a:8069", "quick")
        found = self.findings.search(
            [("node", "=", "a:8069"), ("rule", "=", "check-crashed")]
        )
        self.assertEqual(found.mapped("subject"), ["config"])

    def test_nodes_make_no_row_of_a_new_check(self):
        """Several of them look at the same moment; a run makes it, one at a time."""
        self.checks._for_checkers(["config"])["config"].unlink()
        plan = self.runs._plan("quick", "a:8069", NodeMemory())
        self.assertIn("http", plan)
        self.assertNotIn("config", plan)
        self.assertFalse(self.checks._for_checkers(["config"])["config"])
        self.runs._run("quick", "schedule", names=["cron"])
        self.assertTrue(self.checks._for_checkers(["config"])["config"].enabled)

    def test_a_check_that_no_addon_brings_any_more_goes(self):
        gone = self.checks.create({"name": "gone", "scope": "node"})
        self.checks._sync()
        self.assertFalse(gone.exists())

    def test_a_check_of_an_addon_that_this_process_cannot_load_stays(self):
        gone = self.checks.create({"name": "gone", "scope": "node"})
        loaded = self.env.registry._init_modules - {"mail"}
        with patch.object(self.env.registry, "_init_modules", loaded):
            self.checks._sync()
            self.assertTrue(gone.exists())
            # an upgrade marks what it has not come to yet
            self.env["ir.module.module"].search([("name", "=", "mail")]).write(
                {"state": "to upgrade"}
            )
            self.checks._sync()
            self.assertTrue(gone.exists())
