"""The level of a record is read in any wrapping and any object, and only the level."""

from __future__ import annotations

import json
import re

import pytest

from ipai_health.core.log import look_at_file
from ipai_health.core.log.line import parse, without_header

STAMP = "2026-11-23 17:39:47,707 1 {level} prod odoo.modules.module: {text}"
SYSLOG = "Odoo Server 19.0-20261101:prod:{level}:odoo.modules.module:{text}"
WRAPPINGS = {
    "docker service": f"erp_odoo.1.x7k2abcdefghijk@node-1.example.com    | {STAMP}",
    "kubectl --prefix": f"[pod/odoo-7d9f-abc/odoo] {STAMP}",
    "stern": f"odoo-7d9f-abc odoo {STAMP}",
    "rfc 5424": f"<11>1 2026-11-23T17:39:47Z erp odoo 1 - - {STAMP}",
    "rfc 5424 with data": '<11>1 - erp odoo 1 m [a@1 x="y"][b@1 z="[w\\]"] ' + STAMP,
    "journalctl -o short-full": f"Mon 2026-11-23 17:39:47 UTC erp odoo[1]: {STAMP}",
    "--syslog": f"Nov 23 17:39:47 erp {SYSLOG}",
    "--syslog by rsyslog": f"2026-11-23T17:39:47.123456+01:00 erp {SYSLOG}",
    "--syslog in the journal": f"Nov 23 17:39:47 erp odoo[1]: {SYSLOG}",
    "--syslog, the name only": "Odoo Server 19.0:?:{level}:odoo:{text}",
}


@pytest.fixture
def told(tmp_path):
    """Give the rules, severities and messages told of a log of one line."""

    def look(line, *own):
        path = tmp_path / "odoo.log"
        path.write_text(line + "\n")
        report = look_at_file(path, own=[re.compile(one, re.I) for one in own])
        return [
            (one.rule, report.severity(one), one.message) for one in report.findings
        ]

    return look


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_quiet_where_the_level_is_another(wrapping, told):
    for level in ("INFO", "WARNING", "ERROR"):
        assert told(WRAPPINGS[wrapping].format(level=level, text="all is well")) == []


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_critical_level_is_critical(wrapping, told):
    line = WRAPPINGS[wrapping].format(level="CRITICAL", text="boom")
    ((rule, severity, message),) = told(line)
    assert (rule, severity) == ("log-critical", "critical")
    assert message.endswith("boom")


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_word_in_the_message_is_a_warning(wrapping, told):
    line = WRAPPINGS[wrapping].format(level="INFO", text="CRITICAL stock")
    assert [one[:2] for one in told(line)] == [("log-critical", "warning")]


def test_the_subject_of_a_record_of_syslog_is_logger_and_message():
    text = parse(WRAPPINGS["--syslog"].format(level="CRITICAL", text="boom")).text
    assert without_header(text) == "odoo.modules.module: boom"


LOST = "psycopg2.OperationalError: could not connect"
OBJECTS = {
    "error": {"message": "failed", "error": LOST},
    "error.stack_trace": {"message": "failed", "error": {"stack_trace": f"x\n{LOST}"}},
    "exc_text": {"level": "error", "message": "failed", "exc_text": f"Trace\n{LOST}"},
    "a list": {"event": "failed", "exception": [{"exc_value": LOST}]},
    "log as an object": {"message": "failed", "log": {"original": LOST}},
    "no message": {"level": "error", "text": LOST},
}


@pytest.mark.parametrize("name", OBJECTS)
def test_whatever_an_object_says_is_looked_at(name, told):
    ((rule, severity, message),) = told(json.dumps(OBJECTS[name]))
    assert (rule, severity) == ("log-database-error", "critical")
    assert message.endswith(LOST)


@pytest.mark.parametrize(
    "entry",
    [
        {"log.level": "critical", "message": "boom", "log": {"logger": "odoo"}},
        {"log": {"level": "critical", "logger": "odoo.x"}, "message": "boom"},
        {"level": "CRITICAL", "text": "boom", "time": "2026-11-23T17:39:47Z"},
    ],
)
def test_a_critical_level_of_an_object(entry, told):
    assert [one[:2] for one in told(json.dumps(entry))] == [
        ("log-critical", "critical")
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"log": {"level": "info"}, "message": "fine"},
        {"level": "error", "message": "KeyError: 'x'", "path": "/web/assets/1/a.js"},
        {"log": STAMP.format(level="INFO", text="x"), "attrs": {"tag": "CRITICAL"}},
        {"message": "x", "a": {"b": [{"c": 1}, None, True]}},
        {"message": "x", "kubernetes": {"priorityClassName": "system-node-critical"}},
        {"message": "x", "labels": {"tier": "critical"}},
    ],
)
def test_quiet_about_what_an_object_says_elsewhere(entry, told):
    assert told(json.dumps(entry)) == []


@pytest.mark.parametrize("message", ["a critical disk", "failed\nCRITICAL disk"])
def test_the_word_in_the_message_of_an_object_is_a_warning(message, told):
    entry = {"level": "info", "message": message, "tier": "x"}
    assert [one[:2] for one in told(json.dumps(entry))] == [("log-critical", "warning")]


@pytest.mark.parametrize(
    "entry",
    [
        {"level": "info", "error": {"message": "CRITICAL: disk is full"}},
        {"level": "error", "message": "x", "err": "critical"},
        {"message": "x", "traceback": "Boom\nCRITICAL"},
    ],
)
def test_the_word_in_the_error_of_an_object_is_a_warning(entry, told):
    assert [one[:2] for one in told(json.dumps(entry))] == [("log-critical", "warning")]


def test_the_level_of_an_object_goes_by_several_names(told):
    for key in ("lvl", "log_level", "levelName"):
        (one,) = told(json.dumps({key: "CRITICAL", "err": "disk full"}))
        assert one[:2] == ("log-critical", "critical")


@pytest.mark.parametrize("key", ["message", "msg", "event", "text"])
def test_an_object_is_told_by_its_message(key, told):
    entry = {"host": "erp", "level": "critical", key: "boom", "thread": "7"}
    assert told(json.dumps(entry)) == [("log-critical", "critical", "Found once: boom")]


def test_an_object_without_a_message_is_told_by_what_it_says(told):
    entry = {"level": "critical", "message": "", "reason": "boom"}
    ((_rule, _severity, message),) = told(json.dumps(entry))
    assert message == "Found once: boom"


SECRET = "Tr0ub4dor"
SECRETS = [
    {"level": "CRITICAL", "password": SECRET, "error": "boom"},
    {"level": "CRITICAL", "vals": {"api_key": SECRET}, "error": "boom"},
    {"level": "CRITICAL", "headers": {"Authorization": f"Basic {SECRET}"}, "e": "boom"},
    {"level": "CRITICAL", "old_passwd": [{"was": SECRET}], "error": "boom"},
    {"level": "CRITICAL", "client_secret": SECRET, "message": "boom"},
]


@pytest.mark.parametrize("entry", SECRETS)
def test_what_a_key_calls_a_secret_is_not_told(entry, told):
    text = json.dumps(entry)
    assert told(text) == [("log-critical", "critical", "Found once: boom")]
    assert told(text, SECRET) == [("log-critical", "critical", "Found once: boom")]


def test_what_stands_between_two_values_is_not_told(told):
    entry = {
        "message": "error",
        "secrets": SECRET,
        "user": "mitchell",
        "why": "timeout",
    }
    ((rule, _severity, message),) = told(json.dumps(entry), r"error[\s\S]*timeout")
    assert (rule, message) == ("log-pattern-found", "Found once: error")


def test_a_value_beside_a_secret_is_told(told):
    entry = {"message": "failed", "password": SECRET, "author": LOST, "user_id": "7"}
    ((rule, _severity, message),) = told(json.dumps(entry))
    assert (rule, message) == ("log-database-error", f"Found once: failed {LOST}")
