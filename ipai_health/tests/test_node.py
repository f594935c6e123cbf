"""The checks of a node: configuration, addons path and log of this process."""

import os
import sys
import tempfile
from unittest.mock import patch

from odoo.service import server
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL, config

from ..core.look import CheckSkipped
from .common import CheckCase

SOUND = {
    "db_name": [],
    "list_db": False,
    "dbfilter": None,
    "admin_passwd": "$pbkdf2-sha512$600000$abc$def",
    "server_wide_modules": ["base", "rpc", "web", "ipai_health"],
}
"""What the contract wants; the dbfilter is that of the database at hand."""


class NodeCase(CheckCase):
    def setUp(self):
        super().setUp()
        self.configure(**SOUND | {"dbfilter": f"^{self.env.cr.dbname}$"})
        self.file("[options]\n")
        self.patch(server, "server", object())
        self.patch(sys, "argv", ["odoo"])

    def configure(self, **values):
        """Let the running configuration have other values."""
        patcher = patch.dict(config._runtime_options, values)
        patcher.start()
        self.addCleanup(patcher.stop)

    def file(self, text):
        """Let odoo.conf hold ``text``."""
        with tempfile.NamedTemporaryFile(
            "w", suffix=".conf", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
        self.addCleanup(os.unlink, file.name)
        self.configure(config=file.name)
        return file.name

    def rules(self):
        return [rule for rule, _subject in self.found()]


@tagged("post_install", "-at_install")
class TestConfig(NodeCase):
    check = "config"

    # quiet

    def test_quiet_about_a_canonical_configuration(self):
        self.assert_quiet()

    def test_quiet_about_host_and_level_when_nothing_is_expected(self):
        self.configure(db_host="somewhere", log_level="debug")
        self.assert_quiet()

    def test_quiet_about_a_pattern_by_host_without_a_host(self):
        self.configure(dbfilter="^%d$")
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("web.base.url", "http://localhost:8069")
        self.assert_quiet()
        parameters.set_param("web.base.url", "https://no-such-database.example.com")
        self.assertEqual(self.rules(), ["dbfilter-no-match"])

    def test_a_command_does_not_judge_its_own_arguments(self):
        self.patch(server, "server", None)
        self.configure(db_name=[self.env.cr.dbname])
        self.assertNotIn("db-name-pinned", self.rules())

    def test_the_database_counts_while_it_is_closed_for_a_moment(self):
        name = self.env.cr.dbname
        statement = SQL(
            "ALTER DATABASE %s ALLOW_CONNECTIONS", SQL.identifier(name)
        ).code
        with (
            db_connect("postgres").cursor() as outside,
            db_connect(name).cursor() as inside,
        ):
            outside.execute(f"{statement} false")
            outside.commit()
            try:
                checker = self.env(cr=inside)["ipai.health.checker.config"]
                self.assertIn(name, checker._databases())
            finally:
                outside.execute(f"{statement} true")

    # faults

    def test_each_value_against_the_contract_is_found(self):
        for values, rule in (
            ({"db_name": [self.env.cr.dbname]}, "db-name-pinned"),
            ({"dbfilter": ""}, "dbfilter-missing"),
            ({"dbfilter": "^(a$"}, "dbfilter-invalid"),
            ({"dbfilter": "^no_such_database$"}, "dbfilter-no-match"),
            ({"dbfilter": f"^{self.env.cr.dbname}"}, "dbfilter-unanchored"),
            ({"list_db": True}, "list-db-open"),
            ({"admin_passwd": "admin"}, "admin-password-weak"),
            ({"server_wide_modules": ["base", "web"]}, "probe-not-server-wide"),
        ):
            with self.subTest(rule), patch.dict(config._runtime_options, values):
                self.assertEqual(self.rules(), [rule])

    def test_database_that_the_filter_leaves_out_is_found(self):
        checker = type(self.env["ipai.health.checker.config"])
        names = ["other", self.env.cr.dbname]
        self.patch(checker, "_databases", lambda _self: names)
        self.configure(dbfilter="^other$")
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("database-not-exposed", self.env.cr.dbname),
        )

    def test_expected_host_and_level_are_asked_for(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ipai_health.expected_db_host", "postgres")
        parameters.set_param("ipai_health.expected_log_level", "info")
        self.configure(db_host="elsewhere", log_level="debug")
        self.assertEqual(self.rules(), ["db-host-unexpected", "log-level-unexpected"])
        self.configure(db_host="postgres", log_level="info")
        self.assert_quiet()

    def test_names_and_placeholders_of_the_file_are_found_with_their_line(self):
        self.file(
            "[options]\n"
            "workers_count = 2\n"
            "longpolling_port = 8072\n"
            "smtp_server = ${X}\n"
        )
        findings = {finding.rule: finding for finding in self.look()}
        self.assertEqual(
            set(findings),
            {"option-unknown", "option-renamed", "placeholder-unexpanded"},
        )
        self.assertEqual(findings["option-unknown"].line, 2)
        self.assertEqual(findings["placeholder-unexpanded"].line, 4)


@tagged("post_install", "-at_install")
class TestAddonsPath(NodeCase):
    check = "addons_path"

    def setUp(self):
        super().setUp()
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def folder(self, name, *modules):
        """Make a folder with ``modules`` and return its path."""
        path = os.path.join(self.place, name)
        os.makedirs(path)
        for module in modules:
            os.makedirs(os.path.join(path, module))
            for file in ("__init__.py", "__manifest__.py"):
                with open(os.path.join(path, module, file), "w", encoding="utf-8"):
                    pass
        return path

    def path_is(self, *folders):
        self.file(f"[options]\naddons_path = {','.join(folders)}\n")

    def test_quiet_about_folders_with_modules(self):
        self.path_is(self.folder("one", "a"), self.folder("two", "b"))
        self.assert_quiet()

    def test_quiet_without_a_path(self):
        self.assert_quiet()

    def test_missing_folder_is_found_with_its_line(self):
        gone = os.path.join(self.place, "gone")
        self.path_is(self.folder("one", "a"), gone)
        finding = self.only()
        self.assertEqual((finding.rule, finding.subject), ("addons-path-missing", gone))
        self.assertEqual(finding.line, 2)

    def test_missing_folder_of_the_arguments_is_found(self):
        self.patch(sys, "argv", ["odoo", "--addons-path", "/no/such/folder"])
        self.assertEqual(self.found(), [("addons-path-missing", "/no/such/folder")])

    def test_missing_folder_of_the_environment_is_found(self):
        with patch.dict(os.environ, {"ODOO_ADDONS_PATH": "/no/such/folder"}):
            self.assertEqual(self.rules(), ["addons-path-missing"])

    def test_unreadable_folder_is_found(self):
        folder = self.folder("one", "a")
        self.path_is(folder)
        with patch.object(os, "listdir", side_effect=PermissionError(13, "denied")):
            self.assertEqual(self.rules(), ["addons-path-unreadable"])

    def test_empty_folder_is_found(self):
        self.path_is(self.folder("one", "a"), self.folder("two"))
        self.assertEqual(self.rules(), ["addons-path-empty"])

    def test_shadowed_module_is_found(self):
        self.path_is(self.folder("one", "a"), self.folder("two", "a", "b"))
        self.assertEqual(self.found(), [("module-shadowed", "a")])

    def test_folder_that_stands_there_twice_is_one_finding(self):
        modules = [f"m{number}" for number in range(12)]
        second = self.folder("two", *modules)
        self.path_is(self.folder("one", *modules), second)
        self.assertEqual(self.found(), [("module-shadowed", second)])


@tagged("post_install", "-at_install")
class TestLog(NodeCase):
    check = "log"

    def log_holds(self, *lines):
        stamp = "2026-11-23 10:00:00,000 1"
        with tempfile.NamedTemporaryFile(
            "w", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            file.writelines(f"{stamp} {line}\n" for line in lines)
        self.addCleanup(os.unlink, file.name)
        self.configure(logfile=file.name)
        return file.name

    def test_skipped_without_a_file(self):
        self.configure(logfile="")
        with self.assertRaises(CheckSkipped):
            self.look()

    def test_quiet_about_a_healthy_log(self):
        self.log_holds("INFO db odoo.http: fine", "ERROR db odoo.http: a user's error")
        self.assert_quiet()

    def test_patterns_of_the_contract_are_found(self):
        self.log_holds(
            "ERROR db odoo.sql_db: psycopg2.OperationalError: gone",
            "ERROR db odoo.http: KeyError: 'web.assets_web'",
            "CRITICAL db odoo.service: lost",
        )
        self.assertEqual(
            sorted(self.rules()),
            ["log-asset-error", "log-critical", "log-database-error"],
        )

    def test_lost_log_is_found(self):
        self.configure(logfile="/no/such/odoo.log")
        self.assertEqual(self.found(), [("log-unreadable", "odoo.log")])
