"""People are told what breaks or heals: once, through Odoo's own mail queue."""

from odoo.tests import TransactionCase, new_test_user, tagged

from ..core.finding import Finding


class NotificationCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ipai.health.finding"].search([]).unlink()
        checks = cls.env["ipai.health.checker"]._checkers()
        cls.check = cls.env["ipai.health.check"]._for_checkers(checks)["assets"]
        cls.member = new_test_user(
            cls.env, "health_member", groups="ipai_health.group_user"
        )
        cls.env.ref("ipai_health.group_user").all_user_ids.notification_type = "email"
        cls.before = cls.env["mail.message"].search([], order="id desc", limit=1).id

    def found(self, *subjects, rule="asset-file-missing", check=None):
        """Store that ``subjects`` are what a whole look of the check found."""
        self.env["ipai.health.finding"]._store(
            check or self.check,
            "",
            [Finding(rule, subject, f"{subject} is lost") for subject in subjects],
            self.env.cr.now(),
        )

    def tell(self):
        """Tell, and return the messages that this made."""
        known = self.messages()
        self.env["ipai.health.notification"]._tell()
        self.env.flush_all()
        return self.messages() - known

    def messages(self):
        return self.env["mail.message"].search(
            [
                ("id", ">", self.before),
                ("model", "=", "ipai.health.check"),
                ("message_type", "=", "user_notification"),
            ]
        )


@tagged("post_install", "-at_install")
class TestMail(NotificationCase):
    # quiet

    def test_quiet_when_nothing_changed(self):
        self.assertFalse(self.tell())

    def test_quiet_about_infos_and_muted_findings(self):
        self.found("old", rule="asset-superseded")
        self.assertFalse(self.tell())
        self.found("lost")
        self.env["ipai.health.finding"].search(
            [("subject", "=", "lost")]
        ).state = "muted"
        self.assertFalse(self.tell())

    def test_quiet_about_what_was_told_before(self):
        self.found("lost")
        self.assertTrue(self.tell())
        self.found("lost")
        self.assertFalse(self.tell())

    def test_quiet_about_what_healed_before_it_was_told(self):
        self.found("lost")
        self.found()
        self.assertFalse(self.tell())

    def test_quiet_during_maintenance_and_told_afterwards(self):
        self.env["ipai.health.maintenance"]._start(5)
        self.found("lost")
        self.assertFalse(self.tell())
        self.env["ipai.health.maintenance"]._start(0)
        self.assertTrue(self.tell())

    def test_quiet_about_people_without_an_address(self):
        people = self.env.ref("ipai_health.group_user").all_user_ids
        (people - self.member).partner_id.email = False
        self.found("lost")
        (message,) = self.tell()
        self.assertEqual(message.notified_partner_ids, self.member.partner_id)
        self.member.partner_id.email = False
        self.found()
        self.assertFalse(self.tell())

    # told

    def test_reader_of_an_inbox_needs_no_address(self):
        self.member.notification_type = "inbox"
        self.member.partner_id.email = False
        self.found("lost")
        (message,) = self.tell()
        self.assertIn(self.member.partner_id, message.notified_partner_ids)

    def test_many_changes_are_one_message_in_the_queue(self):
        self.found("one", "two", "three")
        (message,) = self.tell()
        self.assertIn("3 new, 0 healed", message.subject)
        self.assertIn("two is lost", message.body)
        self.assertIn(self.member.partner_id, message.notified_partner_ids)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})

    def test_everybody_is_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = new_test_user(
            self.env, "health_german", groups="ipai_health.group_user", lang="de_DE"
        )
        german.notification_type = "email"
        self.found("lost")
        messages = self.tell()
        self.assertEqual(len(messages), 2)
        theirs = messages.filtered(
            lambda each: german.partner_id in each.notified_partner_ids
        )
        self.assertIn("1 neu, 0 geheilt", theirs.subject)
        self.assertNotIn(self.member.partner_id, theirs.notified_partner_ids)
        self.assertIn("1 new, 0 healed", (messages - theirs).subject)
        self.assertIn("Leeren Sie den Asset-Cache", theirs.body)
        # one that fails is found, whoever was written to last
        for failed in messages:
            messages.notification_ids.notification_status = "sent"
            failed.notification_ids.notification_status = "exception"
            failed.notification_ids.failure_reason = "no route"
            self.env["ipai.health.notification"]._look_after_mail()
            told = self.env["ipai.health.finding"].search(
                [("rule", "=", "notification-failed"), ("state", "=", "open")]
            )
            self.assertIn("no route", told.message)

    def test_who_speaks_a_language_that_is_off_is_told_in_english(self):
        self.member.partner_id.lang = self.env["res.lang"]._activate_lang("de_DE").code
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_lang SET active = false WHERE code = 'de_DE'")
        self.env.registry.clear_cache("stable")
        self.env.invalidate_all()
        self.found("lost")
        self.assertIn("1 new, 0 healed", self.tell().subject)

    def test_more_than_twenty_are_counted(self):
        self.found(*(f"lost-{number}" for number in range(25)))
        (message,) = self.tell()
        self.assertIn("25 new", message.subject)
        self.assertEqual(message.body.count("is lost"), 20)
        self.assertIn("5", message.body)

    def test_healing_and_coming_back_are_told_each_once(self):
        self.found("lost")
        self.tell()
        self.found()
        (message,) = self.tell()
        self.assertIn("0 new, 1 healed", message.subject)
        self.assertFalse(self.tell())
        self.found("lost")
        (message,) = self.tell()
        self.assertIn("1 new", message.subject)

    def test_follower_of_a_check_is_told_of_it_only(self):
        follower = new_test_user(self.env, "health_follower")
        follower.notification_type = "email"
        self.check.message_subscribe(follower.partner_id.ids)
        checks = self.env["ipai.health.checker"]._checkers()
        views = self.env["ipai.health.check"]._for_checkers(checks)["views"]
        self.found("mine")
        self.found("other", rule="view-invalid", check=views)
        messages = self.tell()
        theirs = messages.filtered(
            lambda each: follower.partner_id in each.notified_partner_ids
        )
        self.assertEqual(len(theirs), 1)
        self.assertIn("mine", theirs.body)
        self.assertNotIn("other", theirs.body)

    def test_secrets_are_taken_out(self):
        self.env["ipai.health.finding"]._store(
            self.check,
            "",
            [Finding("asset-compile-error", "x", "password=hunter2 in the message")],
            self.env.cr.now(),
        )
        (message,) = self.tell()
        self.assertNotIn("hunter2", message.body)

    def test_markup_in_what_was_found_is_shown_and_never_run(self):
        self.found("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>')
        (message,) = self.tell()
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        for body in (message.body, *mails.mapped("body_html")):
            self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", body)
            self.assertIn("&lt;img src=x onerror=alert(2)&gt;", body)
            self.assertNotIn("<script", body)
            self.assertNotIn("<img src=x", body)

    def test_mail_that_could_not_be_sent_is_a_finding_until_one_can(self):
        self.found("lost")
        (message,) = self.tell()
        message.notification_ids.notification_status = "exception"
        message.notification_ids.failure_reason = "no route"
        self.tell()
        failed = self.env["ipai.health.finding"].search(
            [("rule", "=", "notification-failed"), ("state", "=", "open")]
        )
        self.assertIn("no route", failed.message)
        message.notification_ids.notification_status = "sent"
        self.messages().notification_ids.notification_status = "sent"
        self.tell()
        self.assertEqual(failed.state, "resolved")
