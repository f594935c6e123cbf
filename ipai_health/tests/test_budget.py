"""What a run may take before Odoo ends the server or the worker that makes it."""

import math
import resource
import threading
import time
from unittest.mock import Mock, patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.service import server
from odoo.tests import TransactionCase, tagged
from odoo.tools import config

from ..checks import budget


@tagged("post_install", "-at_install")
class TestBudget(TransactionCase):
    def limits(self, real, cron):
        options = {"limit_time_real": real, "limit_time_real_cron": cron}
        return patch.dict(config.options, options)

    def test_a_run_ends_before_odoo_ends_it(self):
        # for 0 a threaded server takes the limit of requests
        for real, cron, share in ((120, -1, 45), (120, 60, 22.5), (120, 0, 45)):
            with self.subTest(real=real, cron=cron), self.limits(real, cron):
                self.assertAlmostEqual(budget.of_schedule().share(300), share, 0)
        with self.limits(80, 600):
            self.assertAlmostEqual(budget.of_request().share(300), 30, 0)

    def test_a_look_that_needs_less_has_all_its_time(self):
        with self.limits(120, -1):
            self.assertEqual(budget.of_schedule().share(10), 10)

    def test_all_looks_together_stay_within(self):
        with self.limits(120, -1), patch.object(time, "monotonic") as clock:
            clock.return_value = began = 1000.0
            allowed = budget.of_schedule()
            for _look in range(15):
                clock.return_value += allowed.share(300)
            self.assertLess(clock.return_value - began, 120)

    def test_what_ran_before_in_the_same_thread_counts(self):
        thread = threading.current_thread()
        with (
            self.limits(120, -1),
            patch.object(thread, "start_time", time.time() - 50, create=True),
        ):
            self.assertAlmostEqual(budget.of_schedule().share(300), 20, 0)

    def test_what_a_request_did_before_counts_and_it_looks_even_so(self):
        """Threaded servers note its beginning in one way, workers in another."""
        thread = threading.current_thread()
        for name, clock in (("start_time", time.time), ("perf_t0", time.perf_counter)):
            for seconds, share in ((60, 15), (100, budget.LEAST)):
                with (
                    self.subTest(name, seconds=seconds),
                    self.limits(120, 3600),
                    patch.object(budget, "request", True),
                    patch.object(thread, name, clock() - seconds, create=True),
                ):
                    allowed = budget.of_request()
                    self.assertAlmostEqual(allowed.share(300), share, 0)
                    self.assertTrue(allowed.suffices)
                    # run by hand, a scheduled action is a part of a request
                    by_hand = budget.of_schedule()
                    self.assertAlmostEqual(by_hand.share(300), share, 0)

    def test_a_worker_of_scheduled_actions_counts_from_its_sign_of_life(self):
        """Odoo does, and not from when the worker has waited for work."""
        thread = threading.current_thread()
        self.addCleanup(thread.__dict__.pop, "start_time", None)
        server.WorkerCron.sleep(Mock(db_queue=["another"]))
        with self.limits(120, -1), patch.object(time, "time") as clock:
            clock.return_value = thread.start_time + 50
            self.assertAlmostEqual(budget.of_schedule().share(300), 20, 0)
            clock.return_value = thread.start_time + 65
            self.assertFalse(budget.of_schedule().suffices)

    def test_the_seconds_of_a_processor_count_in_a_worker(self):
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = used.ru_utime + used.ru_stime + 40
        with (
            self.limits(120, -1),
            patch.object(resource, "getrlimit", lambda _what: (soft, soft)),
        ):
            self.assertAlmostEqual(budget.of_schedule().share(300), 15, 0)
            self.assertAlmostEqual(budget.of_request().share(300), 15, 0)
        self.assertEqual(budget.endless().share(300), 300)

    def test_a_run_that_others_left_too_little_time_is_put_off(self):
        thread = threading.current_thread()
        runs = self.env["ipai.health.run"]
        action = self.env.ref("ipai_health.ir_cron_standard")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        before = runs.search_count([])
        with (
            self.limits(120, -1),
            patch.object(thread, "start_time", time.time() - 70, create=True),
        ):
            self.assertIsNone(runs._run_standard())
            self.assertEqual(runs.search_count([]), before)
            trigger = triggers.search([("cron_id", "=", action.id)])
            # the next pass has all its time
            self.assertLessEqual(trigger.call_at, fields.Datetime.now())
            self.assertIsNotNone(runs._run("quick", "command", names=["cron"]))

    def test_nothing_limits_where_odoo_does_not(self):
        with self.limits(0, 0):
            self.assertEqual(budget.of_schedule().share(300), 300)
            self.assertEqual(budget.of_request().share(300), 300)
        with self.limits(120, 0), patch.dict(config.options, {"workers": 2}):
            # what 0 means in prefork
            self.assertEqual(budget.of_schedule().share(300), 300)
        self.assertEqual(budget.endless().share(3600), 3600)

    def test_a_run_by_schedule_stops_a_look_in_time(self):
        seen = []

        def look(_self, look):
            seen.append(look.seconds)
            return ()

        views = type(self.env["ipai.health.checker"]._checkers()["views"])
        runs = self.env["ipai.health.run"]
        with self.limits(120, -1), patch.object(views, "_look", look):
            for trigger in ("schedule", "Mitchell Admin", "command"):
                runs._run("full", trigger, names=["views"])
        self.assertAlmostEqual(seen[0], 45, delta=5)
        self.assertAlmostEqual(seen[1], 45, delta=5)
        self.assertEqual(seen[2], 300)

    def test_a_time_limit_is_a_time(self):
        checks = self.env["ipai.health.check"]
        check = checks._for_checkers(["views"])["views"]
        for wrong in (-1, 1e11, math.inf, math.nan):
            with self.subTest(limit=wrong), self.assertRaises(ValidationError):
                check.time_limit = wrong
        check.time_limit = 0
        check.time_limit = 3600
