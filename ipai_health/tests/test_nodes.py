"""The check of nodes: drift, silence, clocks, and what each of them is not."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CheckCase


@tagged("post_install", "-at_install")
class TestNodes(CheckCase):
    check = "nodes"

    def setUp(self):
        super().setUp()
        self.env["ipai.health.node"].search([]).unlink()
        self.a = self.node("a:8069")
        self.b = self.node("b:8069")

    def node(self, name, **values):
        now = fields.Datetime.now()
        defaults = {
            "name": name,
            "port": 8069,
            "fingerprint": "one",
            "module_fingerprints": {"base": "1", "sale": "1"},
            "started": now - timedelta(hours=2),
            "steady_since": now - timedelta(hours=2),
            "last_seen": now,
            "beat": 15.0,
        }
        return self.env["ipai.health.node"].create(defaults | values)

    def ago(self, seconds):
        return fields.Datetime.now() - timedelta(seconds=seconds)

    def finding_on(self, node, state="open"):
        now = fields.Datetime.now()
        check = self.env["ipai.health.check"]._for_checkers(["nodes"])["nodes"]
        return self.env["ipai.health.finding"].create(
            {
                "rule": "disk-space-low",
                "severity": "warning",
                "state": state,
                "subject": "/",
                "node": node.name,
                "message": "full",
                "check_id": check.id,
                "first_seen": now,
                "last_seen": now,
            }
        )

    def test_quiet_with_two_equal_nodes(self):
        self.assert_quiet()

    def test_quiet_with_no_node_at_all(self):
        (self.a + self.b).unlink()
        self.assert_quiet()

    def test_quiet_when_a_node_said_goodbye(self):
        self.b.write({"last_seen": self.ago(600), "stopped": self.ago(600)})
        self.assert_quiet()

    def test_quiet_when_a_node_is_a_little_late(self):
        self.b.last_seen = self.ago(45)
        self.assert_quiet()

    def test_quiet_when_the_database_was_away_for_all(self):
        self.b.write({"last_seen": self.ago(600), "steady_since": self.ago(9000)})
        self.a.steady_since = self.ago(5)
        self.assert_quiet()

    def test_quiet_when_nobody_is_left_to_see_it(self):
        (self.a + self.b).write({"last_seen": self.ago(600)})
        self.assert_quiet()

    def test_quiet_when_a_stopped_node_had_other_code(self):
        self.b.write({"stopped": self.ago(5), "fingerprint": "two"})
        self.assert_quiet()

    def test_quiet_with_a_clock_that_is_a_little_off(self):
        self.b.clock_skew = -3.0
        self.assert_quiet()

    def test_a_silent_node_is_told(self):
        self.b.last_seen = self.ago(120)
        finding = self.only()
        self.assertEqual((finding.rule, finding.subject), ("node-silent", "b:8069"))
        self.assertEqual(self.b.state, "silent")

    def test_of_two_nodes_the_older_one_drifts(self):
        self.a.write({"fingerprint": "two", "started": self.ago(60)})
        self.a.module_fingerprints = {"base": "1", "sale": "2"}
        finding = self.only()
        self.assertEqual((finding.rule, finding.subject), ("node-code-drift", "b:8069"))
        self.assertIn("a:8069", finding.message)
        self.assertIn("sale", finding.message)
        self.assertNotIn("base", finding.message)

    def test_of_three_nodes_the_one_alone_drifts(self):
        self.node("c:8069", fingerprint="two", started=self.ago(5))
        self.assertEqual(self.only().subject, "c:8069")

    def test_a_silent_node_does_not_drift_too(self):
        self.b.write({"last_seen": self.ago(120), "fingerprint": "two"})
        self.assertEqual(self.only().rule, "node-silent")

    def test_a_wrong_clock_is_told(self):
        self.b.clock_skew = -31.0
        finding = self.only()
        self.assertEqual((finding.rule, finding.subject), ("node-clock-skew", "b:8069"))
        self.assertIn("-31.0 s", finding.message)

    def test_a_removed_node_takes_its_findings_along(self):
        finding = self.finding_on(self.b)
        finding.check_id._remember("a:8069", {"line": 1})
        finding.check_id._remember("b:8069", {"line": 2})
        self.b.unlink()
        self.assertEqual(finding.state, "resolved")
        self.assertEqual(finding.check_id.node_memos, {"a:8069": {"line": 1}})

    def test_what_is_gone_is_forgotten_and_the_rest_is_not(self):
        self.b.last_seen = self.ago(86_500)
        stopped = self.node("c:8069", stopped=self.ago(400))
        stopping = self.node("d:8069", stopped=self.ago(20))
        self.env["ipai.health.node"]._forget_gone()
        self.assertFalse((self.b + stopped).exists())
        self.assertEqual((self.a + stopping).exists(), self.a + stopping)

    def test_a_new_container_takes_over_what_is_known_of_the_old_one(self):
        finding = self.finding_on(self.b, "muted")
        self.b.stopped = self.ago(10)
        self.node("c:8069")
        self.env["ipai.health.node"]._take_over("c:8069")
        self.assertEqual((finding.node, finding.state), ("c:8069", "muted"))
        self.assertFalse(self.b.exists())

    def test_ten_restarts_under_new_names_leave_one_node(self):
        for number in range(10):
            self.b.stopped = self.ago(1)
            self.b = self.node(f"container{number}:8069")
            self.env["ipai.health.node"]._take_over(self.b.name)
        nodes = self.env["ipai.health.node"].search([])
        self.assertEqual(nodes.mapped("name"), ["a:8069", "container9:8069"])
        self.assert_quiet()

    def test_a_person_who_looks_asks_the_nodes_too(self):
        self.env["ipai.health.run"]._run("quick", "schedule", names=["nodes"])
        self.assertFalse(self.a.asked)
        self.env["ipai.health.run"]._run("quick", "Mitchell Admin", names=["nodes"])
        self.assertTrue(self.a.asked and self.b.asked)
