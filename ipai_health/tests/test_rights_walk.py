"""Every field of ours, for everybody, over every road of RPC: taken from the registry,
so a field that is added tomorrow is walked too.
"""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged

LOOK = "ipai_health.group_user"
ACT = "ipai_health.group_manager"

OUTSIDERS = {
    "stranger": "base.group_public",
    "portal": "base.group_portal",
    "clerk": "base.group_user",
    "erp": "base.group_erp_manager",
}

WRITABLE = {
    "ipai.health.check": {"enabled", "time_limit"},
    "ipai.health.rule": {"severity", "threshold"},
}
"""What managers decide; everything else is written by checks and buttons."""

FOR_WIZARDS = {"ipai.health.mute", "ipai.health.maintenance.plan"}
"""Models that managers make rows of, which end with the day."""


@tagged("post_install", "-at_install")
class TestRightsWalk(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsiders = {
            name: new_test_user(cls.env, f"walk_{name}", group)
            for name, group in OUTSIDERS.items()
        }
        cls.looker = new_test_user(cls.env, "walk_looker", f"base.group_user,{LOOK}")
        cls.manager = new_test_user(cls.env, "walk_manager", f"base.group_user,{ACT}")
        now = "2026-01-01 00:00:00"
        check = cls.env["ipai.health.check"]._for_checkers(["modules"])["modules"]
        cls.rows = {
            "ipai.health.check": check,
            "ipai.health.rule": cls.env["ipai.health.rule"].search([], limit=1),
            "ipai.health.finding": cls.env["ipai.health.finding"].create(
                {
                    "rule": "module-pending",
                    "severity": "critical",
                    "subject": "walk",
                    "message": "walk",
                    "check_id": check.id,
                    "first_seen": now,
                    "last_seen": now,
                }
            ),
            "ipai.health.run": cls.env["ipai.health.run"].create(
                {"start": now, "depth": "quick", "trigger": "x", "state": "done"}
            ),
            "ipai.health.node": cls.env["ipai.health.node"].create({"name": "walk:1"}),
            "ipai.health.remedy.log": cls.env["ipai.health.remedy.log"].create(
                {"remedy": "purge-assets", "state": "done", "message": "walk"}
            ),
            "ipai.health.client.error": cls.env["ipai.health.client.error"].create(
                {
                    "fingerprint": "walk",
                    "message": "walk",
                    "first_seen": now,
                    "last_seen": now,
                }
            ),
        }
        for wizard in FOR_WIZARDS:
            cls.rows[wizard] = cls.env[wizard]

    def fields_of(self, model):
        """Return the fields that we define; ids are what a question itself names."""
        known = self.env[model]._fields
        ours = {name for name, each in known.items() if "ipai_health" in each._modules}
        return sorted(ours - {"id"} | {"display_name", "create_uid"} & known.keys())

    def roads(self, model, field):
        """Yield each way of RPC to the content of ``field``."""
        ids = self.rows[model].ids or [1]
        record = self.env[model]._fields[field]
        yield "read", [ids, [field]]
        yield "web_read", [ids, {field: {}}]
        yield "export_data", [ids, [field]]
        yield "fields_get", [[field]]
        if record.store and record.column_type:
            yield "search_read", [[(field, "!=", False)], [field]]
            yield "search_count", [[(field, "=", "walk")]]
            yield "search", [[], 0, 1, f"{field} desc"]
            yield "formatted_read_group", [[], [], [f"{field}:count"]]

    def call(self, user, model, method, args):
        return call_kw(self.env[model].with_user(user), method, args, {})

    def refused(self, user, model, method, args):
        with self.subTest(user=user.login, model=model, method=method, args=args):
            with self.assertRaises(UserError) as caught:
                self.call(user, model, method, args)
            self.assertNotIn("walk", str(caught.exception).replace(user.login, ""))

    # reading

    def test_every_model_is_walked(self):
        stored = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("ipai.health.") and not model._abstract
        }
        self.assertEqual(set(self.rows), stored)

    def test_outsiders_read_no_field(self):
        for user in self.outsiders.values():
            for model in self.rows:
                for field in self.fields_of(model):
                    for method, args in self.roads(model, field):
                        if method == "fields_get":
                            self.assert_told_no_field(user, model, args)
                        else:
                            self.refused(user, model, method, args)

    def assert_told_no_field(self, user, model, args):
        try:
            known = self.call(user, model, "fields_get", args)
        except AccessError:
            return
        # the name and label of a field are public in Odoo, as its source is
        self.assertLessEqual(set(known), set(args[0]))

    def test_a_member_reads_every_field_that_is_shown(self):
        for user in (self.looker, self.manager):
            for model in self.rows.keys() - FOR_WIZARDS:
                record = self.rows[model].with_user(user)
                for field in self.fields_of(model):
                    if self.env[model]._fields[field].groups:
                        continue
                    with self.subTest(user=user.login, model=model, field=field):
                        self.call(user, model, "read", [record.ids, [field]])

    def test_what_a_look_remembers_is_for_nobody_without_its_group(self):
        for model in self.rows.keys() - FOR_WIZARDS:
            for name, field in self.env[model]._fields.items():
                if "ipai_health" in field._modules and field.groups:
                    self.refused(
                        self.looker, model, "read", [self.rows[model].ids, [name]]
                    )

    def test_outsiders_do_not_read_what_others_wrote_below_a_finding(self):
        finding = self.rows["ipai.health.finding"]
        note = finding.message_post(body="walked past")
        for user in self.outsiders.values():
            messages = self.env["mail.message"].with_user(user)
            with self.subTest(user=user.login):
                try:
                    found = messages.search([("body", "ilike", "walked past")])
                except AccessError:
                    continue
                self.assertNotIn(note, found)
                with self.assertRaises(AccessError):
                    note.with_user(user).read(["body"])
                with self.assertRaises(AccessError):
                    finding.with_user(user).message_post(body="me too")

    def test_outsiders_follow_nothing_of_ours(self):
        finding = self.rows["ipai.health.finding"]
        for user in self.outsiders.values():
            with self.subTest(user=user.login):
                finding.with_user(user).message_subscribe(user.partner_id.ids)
                self.assertNotIn(user.partner_id, finding.message_partner_ids)
                self.refused(
                    user,
                    finding._name,
                    "message_subscribe",
                    [finding.ids, self.manager.partner_id.ids],
                )

    # writing

    def test_nobody_but_managers_writes_any_field(self):
        for user in (*self.outsiders.values(), self.looker):
            for model in self.rows:
                ids = self.rows[model].ids or [1]
                for field in self.fields_of(model):
                    self.refused(user, model, "write", [ids, {field: False}])
                    self.refused(user, model, "web_save", [ids, {field: False}, {}])
                self.refused(user, model, "create", [[{}]])
                self.refused(user, model, "unlink", [ids])

    def test_managers_write_what_they_decide_and_nothing_else(self):
        for model in self.rows.keys() - FOR_WIZARDS:
            ids = self.rows[model].ids
            for name, field in self.env[model]._fields.items():
                if name in WRITABLE.get(model, ()):
                    value = self.rows[model][name]
                    with self.subTest(model=model, field=name):
                        self.call(self.manager, model, "write", [ids, {name: value}])
                elif "ipai_health" in field._modules:
                    self.refused(self.manager, model, "write", [ids, {name: False}])
            self.refused(self.manager, model, "create", [[{}]])
            if model != "ipai.health.node":
                self.refused(self.manager, model, "unlink", [ids])

    def test_managers_forge_nothing_through_a_check(self):
        check = self.rows["ipai.health.check"]
        finding = self.rows["ipai.health.finding"]
        for command in ((1, finding.id, {"message": "all is well"}), (2, finding.id)):
            values = {"finding_ids": [command]}
            self.refused(
                self.manager, "ipai.health.check", "write", [check.ids, values]
            )
        self.assertEqual(finding.message, "walk")

    # what is added to models of others

    def test_what_is_added_to_models_of_others_is_not_for_outsiders(self):
        for model in sorted(self.env.registry):
            fields = self.env[model]._fields
            ours = [
                name
                for name, field in fields.items()
                if "ipai_health" in field._modules and field.store
            ]
            if model.startswith("ipai.health.") or not ours:
                continue
            if self.env.registry[model]._abstract:
                continue
            for name in ours:
                for user in self.outsiders.values():
                    if user == self.outsiders["erp"]:
                        continue
                    self.refused(user, model, "search_read", [[], [name]])
