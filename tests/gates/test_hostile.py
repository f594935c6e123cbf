"""Names, patterns and archives that are meant to hurt whoever looks at them."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import time
from pathlib import Path

import pytest
from rich.console import Console

from ipai_health.core.finding import Finding
from ipai_health.core.log import tail
from ipai_health.core.odoo_conf import bounded, dbfilter
from ipai_health.core.render import github, junit, sarif, text
from ipai_health.core.report import Report
from ipai_health.gates import console, logs
from ipai_health.gates.cli import main

DEADLINE = 2.0
"""Seconds within which a gate or the probe is done with any dbfilter."""

NAMES = ["prod", "acme_1", "a" * 62 + "!"]

FOREVER = ("^(a+)+$", "^(a|a)*$", "^((?:a)?){40}a$", r"^(a*)*\1$", "^(a*?)*b")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


# patterns


@pytest.mark.parametrize("pattern", FOREVER)
def test_a_dbfilter_that_never_ends_is_refused_in_time(pattern):
    started = time.monotonic()
    with pytest.raises(bounded.Endless, match="backtracks for more than 1 s"):
        dbfilter.exposed(pattern, NAMES)
    assert time.monotonic() - started < DEADLINE


@pytest.mark.parametrize(
    ("pattern", "exposed"),
    [
        ("^([a-z]+_)*[0-9]$", ["acme_1"]),
        ("^(pr|od)+$", ["prod"]),
        ("^.*.*.*.*d$", ["prod"]),
        (r"^(a)c.*\1.*", []),
        ("^(?:(?:prod)?)+$", ["prod"]),
    ],
)
def test_a_dbfilter_that_only_looks_dangerous_is_applied(pattern, exposed):
    assert bounded.may_backtrack(pattern)
    assert dbfilter.exposed(pattern, NAMES) == exposed


@pytest.mark.parametrize(
    "pattern",
    [
        "^prod$",
        "^(prod|test)_.*$",
        "^%d$",
        "^%h.*$",
        ".*",
        "^(ab){2,4}$",
        "^a.*b.*c.*$",
    ],
)
def test_an_ordinary_dbfilter_starts_no_process(pattern, monkeypatch):
    monkeypatch.setattr(bounded.subprocess, "run", None)
    dbfilter.exposed(pattern, NAMES, "acme.example.com")


@pytest.mark.parametrize("pattern", ["(", "^(a+)+(", "a{2,1}", "(?P<a>x)(?P<a>x)"])
def test_a_dbfilter_that_is_none_is_refused(pattern):
    with pytest.raises(bounded.re.error):
        dbfilter.exposed(pattern, NAMES)


def test_a_machine_without_processes_refuses_rather_than_hangs(monkeypatch):
    monkeypatch.setattr(bounded.sys, "executable", "/no/such/python")
    with pytest.raises(bounded.Endless, match="cannot be tried safely"):
        dbfilter.exposed("^(a+)+$", NAMES)


def test_a_log_pattern_that_never_ends_is_one_line(capsys, monkeypatch):
    monkeypatch.setattr(logs, "PATIENCE", 0.5)
    Path("odoo.log").write_text("a" * 60 + "!\n")
    started = time.monotonic()
    assert main(["logs", "odoo.log", "--pattern", "(a+)+$"]) == 2
    assert time.monotonic() - started < DEADLINE
    said = capsys.readouterr().err
    assert said == "ipai-health: the patterns need more than 0.5 s for this log\n"


def test_a_log_pattern_that_ends_is_looked_for(capsys, monkeypatch):
    monkeypatch.setattr(logs, "PATIENCE", 0.5)
    Path("odoo.log").write_text("out of paper\n")
    assert main(["logs", "odoo.log", "--pattern", "(a+)+$"]) == 0
    assert main(["logs", "odoo.log", "--pattern", "of paper"]) == 1
    time.sleep(0.6)  # no alarm is left that would end us now


# archives


@pytest.mark.parametrize(("name", "opener"), [("gz", gzip.open), ("xz", lzma.open)])
def test_a_log_that_unpacks_without_end_is_one_line(name, opener, capsys, monkeypatch):
    monkeypatch.setattr(tail, "UNPACKED", 4 << 20)
    path = Path(f"odoo.log.{name}")
    with opener(path, "wb") as stream:
        for _ in range(16):
            stream.write(b"x\n" * (1 << 19))
    assert path.stat().st_size < 1 << 20
    assert main(["logs", str(path)]) == 2
    said = capsys.readouterr().err
    assert said == f"ipai-health: {path}: unpacks to more than 4 MB\n"


def test_a_log_that_unpacks_to_what_is_allowed_is_read(monkeypatch):
    content = b"x\n" * (1 << 19)
    monkeypatch.setattr(tail, "UNPACKED", len(content))
    with gzip.open("odoo.log.gz", "wb") as stream:
        stream.write(content)
    assert main(["logs", "odoo.log.gz"]) == 0


# words that act

ACTS = (
    "x\ncritical: faked: by a name\n    at: nowhere",
    "x\r\n::add-mask::y",
    "\x1b]0;title\x07\x1b[2J",
    "\x9b2J",
    "\u202eevil",
    "\x00\x08",
)


def report(words: str) -> Report:
    finding = Finding("dbfilter-missing", words, words, remedy=words, file=words)
    return Report("config", findings=[finding])


@pytest.mark.parametrize("words", ACTS, ids=range(len(ACTS)))
def test_no_word_fakes_a_line_or_moves_the_terminal(words):
    stream = io.StringIO()
    console.show(report(words), Console(file=stream, highlight=False, width=500))
    for said in (text.render(report(words)), stream.getvalue()):
        lines = said.splitlines()
        assert all(line.isprintable() for line in lines)
        plain = text.render(report("x")).splitlines()
        assert len([line for line in lines if line]) == len(plain)
        assert not any(line.startswith(("critical", "::")) for line in lines[1:])


@pytest.mark.parametrize("words", ACTS, ids=range(len(ACTS)))
def test_no_word_becomes_a_command_of_a_workflow(words):
    commands = github.render(report(words)).split("\n")
    assert len(commands) == 2
    assert commands[0].startswith("::error ")
    assert "\r" not in commands[0]


@pytest.mark.parametrize("words", [*ACTS, "]]><x/>", "</testcase>", '"><x a="'])
def test_no_word_breaks_out_of_xml_or_json(words):
    from xml.etree import ElementTree

    suite = ElementTree.fromstring(junit.render(report(words)))
    assert [case.tag for case in suite.iter("testcase")] == ["testcase"]
    (run,) = json.loads(sarif.render(report(words)))["runs"]
    assert len(run["results"]) == 1


def test_a_name_of_a_file_that_acts_is_shown_by_its_codes(capsys):
    assert main(["config", "a\x1b[2J\nb"]) == 2
    said = capsys.readouterr().err
    assert said == "ipai-health: a\\x1b[2J b: No such file or directory\n"


def test_a_module_by_such_a_name_is_one_block(capsys):
    folder = Path("addons", "a\n::error::pwned\x1b[2J")
    folder.mkdir(parents=True)
    (folder / "__manifest__.py").write_text("{")
    main(["modules", "--addons-path", "addons"])
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\n::error" not in said
