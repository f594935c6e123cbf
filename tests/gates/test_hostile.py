"""Names, patterns and archives that are meant to hurt whoever looks at them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import time
import zlib
from pathlib import Path

import pytest
from rich.console import Console

from ipai_health.core.finding import Finding
from ipai_health.core.log import unpacked
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


def test_a_process_that_fails_says_how(monkeypatch):
    monkeypatch.setattr(bounded.sys, "executable", "/bin/false")
    with pytest.raises(bounded.Endless, match=r"non-zero exit status 1\.$"):
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

OPENERS = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}


def entry(words: str) -> bytes:
    """Return one line of Odoo's log."""
    return f"2026-11-25 10:00:00,000 1 INFO live odoo.http: {words}\n".encode()


@pytest.mark.parametrize(("name", "opener"), OPENERS.items())
def test_a_log_that_unpacks_without_end_is_one_line(name, opener, capsys, monkeypatch):
    monkeypatch.setattr(unpacked, "UNPACKED", 4 << 20)
    path = Path(f"odoo.log.{name}")
    with opener(path, "wb") as stream:
        for _ in range(6):
            stream.write(b"x\n" * (1 << 19))
    assert path.stat().st_size < 1 << 20
    assert main(["logs", str(path)]) == 2
    said = capsys.readouterr().err
    assert said == f"ipai-health: {path}: unpacks to more than 4 MB\n"


def test_a_log_that_unpacks_to_what_is_allowed_is_read(monkeypatch):
    content = b"x\n" * (1 << 19)
    monkeypatch.setattr(unpacked, "UNPACKED", len(content))
    with gzip.open("odoo.log.gz", "wb") as stream:
        stream.write(content)
    assert main(["logs", "odoo.log.gz"]) == 0


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)
def test_a_compressed_log_of_several_pieces_is_read_whole(opener, capsys):
    with opener("odoo.log.old", "wb") as stream:
        stream.write(b"x\n" * 300_000)
    with opener("odoo.log.old", "ab") as stream:
        stream.write(entry("disk is full: No space left on device"))
    assert main(["logs", "odoo.log.old", "--pattern", "disk is full"]) == 1
    assert "odoo.log.old:300001" in capsys.readouterr().out


def test_padding_between_pieces_of_xz_is_none_of_the_log(capsys):
    piece = lzma.compress(entry("all is well"))
    Path("odoo.log.xz").write_bytes(piece + b"\0" * 8 + piece + b"\0" * 4)
    assert main(["logs", "odoo.log.xz"]) == 0


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)
def test_a_compressed_log_that_is_cut_short_is_one_line(opener, capsys):
    with opener("odoo.log.old", "wb") as stream:
        stream.write(random.Random(19).randbytes(100_000).hex().encode())
    content = Path("odoo.log.old").read_bytes()
    Path("odoo.log.old").write_bytes(content[: len(content) // 2])
    assert main(["logs", "odoo.log.old"]) == 2
    said = capsys.readouterr().err
    assert said == "ipai-health: odoo.log.old: the compressed file is cut short\n"


@pytest.mark.parametrize("at", [24, 5000])
@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)
def test_a_damaged_compressed_log_is_one_line(opener, at, capsys):
    with opener("odoo.log.old", "wb") as stream:
        stream.write(random.Random(19).randbytes(100_000).hex().encode())
    content = bytearray(Path("odoo.log.old").read_bytes())
    content[at : at + 40] = b"\xff" * 40
    Path("odoo.log.old").write_bytes(content)
    assert main(["logs", "odoo.log.old"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("ipai-health: odoo.log.old: ")
    assert said.count("\n") == 1


def xz_asking_for(dictionary: int) -> bytes:
    """Return a small xz that claims a dictionary; the size is coded as xz does it."""
    content = bytearray(lzma.compress(entry("all is well")))
    content[16] = dictionary
    content[20:24] = zlib.crc32(content[12:20]).to_bytes(4, "little")
    return bytes(content)


def test_an_xz_that_asks_for_gigabytes_is_refused(capsys):
    Path("odoo.log.xz").write_bytes(xz_asking_for(40))  # 4 GB
    assert main(["logs", "odoo.log.xz"]) == 2
    said = capsys.readouterr().err
    assert said == (
        "ipai-health: odoo.log.xz: unpacking needs more than 96 MB of memory\n"
    )


def test_the_largest_usual_xz_is_read():
    Path("odoo.log.xz").write_bytes(xz_asking_for(28))  # 64 MB, as xz -9 does
    assert main(["logs", "odoo.log.xz"]) == 0


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
