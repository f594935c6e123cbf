"""The logs gate: what must not stand at the end of a server log, and what may."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox.speed import allowance

from ipai_health.core.log import look_at_file, tail
from ipai_health.core.log.line import parse
from ipai_health.core.log.tail import KEPT
from ipai_health.core.report import Report
from ipai_health.gates.cli import main
from ipai_health.gates.errors import CannotLook

STAMP = "2026-11-23 17:39:47,707 1 {level} prod {logger}: {text}"


def entry(text: str, level: str = "INFO", logger: str = "odoo.http") -> str:
    """Return one line as Odoo writes it."""
    return STAMP.format(level=level, logger=logger, text=text)


HEALTHY = [
    entry("HTTP service (werkzeug) running on 0.0.0.0:8069", logger="odoo.service"),
    entry('"GET /web/login HTTP/1.1" 200 - 12 0.011 0.043', logger="werkzeug"),
    entry("Registry loaded in 1.234s", logger="odoo.registry"),
]
LOST = [
    entry("Connection to the database failed", "INFO", "odoo.sql_db"),
    "Traceback (most recent call last):",
    '  File "odoo/sql_db.py", line 690, in borrow',
    'psycopg2.OperationalError: could not translate host name "postgres"',
]


@pytest.fixture
def look(tmp_path):
    """Give a function that looks at a log made of the given lines."""

    def run(lines: list[str], count: int = 100, name: str = "odoo.log") -> Report:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return look_at_file(path, count)

    return run


def rules(report: Report) -> list[tuple[str, str]]:
    return [(one.rule, report.severity(one)) for one in report.sorted_findings()]


@pytest.mark.parametrize(
    "line",
    [
        entry("a noncritical word"),
        entry("CRITICALITY of x_critical_y"),
        entry("KeyError: 'partner_id'", "ERROR"),
        entry("web.assets_backend built; no KeyError"),
        entry("psycopg2.errors.UniqueViolation: duplicate key", "ERROR"),
        "2026-01-01 00:00:00.000 UTC [55] FATAL:  the database system is starting up",
        'db-1 | 2026-01-01 00:00:00.000 UTC [9] FATAL:  role "x" does not exist',
        '{"level": "fatal", "message": "the database system is starting up"}',
    ],
)
def test_quiet_on_neighbours_of_the_patterns(look, line):
    assert rules(look([*HEALTHY, line])) == []


def test_quiet_on_a_healthy_and_on_an_empty_log(look):
    assert rules(look(HEALTHY)) == []
    assert look(HEALTHY).inspected == 3
    assert rules(look([])) == []
    assert look([]).inspected == 0


@pytest.mark.parametrize(
    ("line", "rule", "severity"),
    [
        (LOST[3], "log-database-error", "critical"),
        ("PSYCOPG2.OPERATIONALERROR: x", "log-database-error", "critical"),
        ("KeyError: 'web.assets_backend'", "log-asset-error", "critical"),
        ("keyerror in ASSETS", "log-asset-error", "critical"),
        (entry("no module", "CRITICAL"), "log-critical", "critical"),
        ("CRITICAL:root:worker died", "log-critical", "critical"),
        (
            "[2026-11-23 10:00:00 +0000] [7] [CRITICAL] TIMEOUT",
            "log-critical",
            "critical",
        ),
        (entry("a Critical word"), "log-critical", "warning"),
    ],
)
def test_finds_the_contracts_patterns(look, line, rule, severity):
    assert rules(look([*HEALTHY, line])) == [(rule, severity)]


def test_one_fault_is_one_finding_however_often_it_is_logged(look):
    report = look([*LOST, *HEALTHY, *LOST])
    assert rules(report) == [("log-database-error", "critical")]
    assert "2 times" in report.findings[0].message
    assert report.findings[0].line == 11


def test_the_record_is_judged_whole(look):
    lines = [entry("lost", "CRITICAL"), "Traceback:", *LOST[2:]]
    assert rules(look(lines)) == [("log-database-error", "critical")]


def test_extends_back_to_the_start_of_the_record_and_not_further(look):
    traceback = [f"  frame {number}" for number in range(300)]
    lines = [*LOST, entry("died", "CRITICAL"), *traceback]
    assert rules(look(lines, 10)) == [("log-critical", "critical")]
    assert rules(look([*LOST, *HEALTHY], 3)) == []


def test_lines_without_any_known_start_are_not_extended(look):
    plain = [f"free text {number}" for number in range(200)]
    assert rules(look(["psycopg2.OperationalError", *plain])) == []
    assert rules(look([*plain, "psycopg2.OperationalError"]))


def test_names_file_and_line_and_hides_secrets(look):
    line = "psycopg2.OperationalError: postgresql://odoo:s3cret@db/x password=hunter2"
    (finding,) = look([*HEALTHY, line]).findings
    assert finding.file is not None
    assert finding.file.endswith("odoo.log")
    assert finding.line == 4
    assert "s3cret" not in finding.message + finding.subject
    assert "hunter2" not in finding.message + finding.subject


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: f"odoo-1  | {text}",
        lambda text: f"odoo_1            | {text}",
        lambda text: f"erp_odoo.1.x7k2abcdefghijklmnopqrstu@node-1    | {text}",
        lambda text: f"[pod/odoo-7d9f-abc/odoo] {text}",
        lambda text: f"2026-11-23T17:39:47.123456789Z {text}",
        lambda text: f"2026-11-23T17:39:47.123456789Z stderr F {text}",
        lambda text: f"Nov 23 17:39:47 erp odoo[123]: {text}",
        lambda text: f"2026-11-23T17:39:47+0000 erp odoo[123]: {text}",
        lambda text: f"Mon 2026-11-23 17:39:47 UTC erp odoo[123]: {text}",
        lambda text: f"<11>1 2026-11-23T17:39:47Z erp odoo 1 - - {text}",
        lambda text: f'<11>1 2026-11-23T17:39:47Z erp odoo 1 m [a b="c"] {text}',
        lambda text: json.dumps({"log": text + "\n", "stream": "stderr"}),
        lambda text: json.dumps({"MESSAGE": text, "PRIORITY": "3"}),
        lambda text: json.dumps({"MESSAGE": list(text.encode())}),
        lambda text: f"\x1b[1;31m{text}\x1b[0m",
        lambda text: text + "\r",
    ],
)
def test_reads_through_every_wrapping(look, wrap):
    assert rules(look([wrap(line) for line in HEALTHY])) == []
    died = [entry("died", "CRITICAL"), *(f"  frame {n}" for n in range(30))]
    report = look([wrap(line) for line in [*HEALTHY, *died]], 5)
    assert rules(report) == [("log-critical", "critical")]


def test_what_two_containers_wrote_is_kept_apart(look):
    lines = ["odoo-1 | " + LOST[0], "db-1   | 2026-11-23 10:00:00 UTC LOG: checkpoint"]
    lines += ["odoo-1 | " + LOST[1], "db-1   | 2026-11-23 10:00:01 UTC LOG: done"]
    lines += ["odoo-1 | " + LOST[3]]
    (finding,) = look(lines).findings
    assert finding.line == 5


def test_reads_json_lines():
    line = parse('{"level": "critical", "message": "x", "exc_info": "KeyError assets"}')
    assert line.level == "CRITICAL"
    assert "KeyError" in line.text
    assert parse('{"not": "closed"').level is None
    assert parse("[" * 100_000).level is None


@pytest.mark.parametrize(("pack", "suffix"), [(gzip, "gz"), (lzma, "xz")])
def test_reads_compressed_logs(tmp_path, pack, suffix):
    path = tmp_path / f"odoo.log.1.{suffix}"
    path.write_bytes(pack.compress("\n".join([*HEALTHY, *LOST]).encode()))
    (finding,) = look_at_file(path).findings
    assert finding.line == 7


def test_goes_on_in_the_piece_that_rotation_cut_off(look, tmp_path):
    (tmp_path / "odoo.log-20260101").write_text("\n".join(LOST))
    (tmp_path / "odoo.log-20261122").write_text("\n".join(HEALTHY))
    assert rules(look(HEALTHY)) == []
    (tmp_path / "odoo.log.1").write_text("\n".join(LOST))
    report = look(HEALTHY)
    assert rules(report) == [("log-database-error", "critical")]
    assert report.inspected == 7
    assert rules(look(HEALTHY, 3)) == []


def test_a_damaged_older_piece_hides_nothing(look, tmp_path, capsys):
    older = tmp_path / "odoo.log.1.gz"
    older.write_bytes(gzip.compress("\n".join(LOST).encode())[:-12])
    assert rules(look(HEALTHY)) == []
    assert main(["logs", str(tmp_path / "odoo.log")]) == 0
    noted = f"ipai-health: left out {older}: the compressed file is cut short\n"
    assert capsys.readouterr().err == noted
    assert rules(look(LOST)) == [("log-database-error", "critical")]
    assert main(["logs", str(older)]) == 2


def test_zeros_of_a_truncated_log_are_no_binary(tmp_path):
    path = tmp_path / "odoo.log"
    path.write_bytes(b"\0" * 100_000 + ("\n".join(HEALTHY) + "\n").encode())
    assert rules(look_at_file(path)) == []


@pytest.mark.parametrize("content", [bytes(range(32)) * 100, b"\x7fELF\0\0\1\2" * 99])
def test_binary_is_no_log(tmp_path, content):
    path = tmp_path / "odoo.log"
    path.write_bytes(content)
    with pytest.raises(CannotLook, match="binary"):
        look_at_file(path)


def test_says_in_one_line_what_cannot_be_looked_at(tmp_path, capsys):
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b"x" * 10_000)[:-20])
    for wrong in (tmp_path / "none.log", tmp_path, cut):
        assert main(["logs", str(wrong)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main(["logs", "--lines", "0", str(cut)]) == 2
    assert main(["logs", "--pattern", "(", str(cut)]) == 2


def test_patterns_of_your_own(tmp_path):
    path = tmp_path / "odoo.log"
    path.write_text("\n".join([*HEALTHY, entry("Bounced mail")]))
    assert main(["logs", str(path)]) == 0
    assert main(["logs", str(path), "--pattern", "bounced"]) == 1


def test_hostile_lines_cost_no_time(look):
    begin = time.process_time()
    syslog = "<11>1 - erp odoo 1 m " + "[a\\" * 30_000
    lines = ["KeyError " * 400_000, entry("a" * 2_000_000), " |" * 60_000, syslog]
    assert rules(look([*lines, "<11>1 - erp odoo 1 m " + "[]" * 30_000])) == []
    assert time.process_time() - begin < allowance(2)


def test_200_megabytes_in_two_seconds_and_60_megabytes(tmp_path):
    path = tmp_path / "odoo.log"
    block = "".join(f"{line}\n" for line in HEALTHY * 3000).encode()
    with path.open("wb") as stream:
        for _ in range((200 << 20) // len(block) + 1):
            stream.write(block)
        stream.write(("\n".join(LOST) + "\n").encode())
    code = (
        "import re, sys; from ipai_health.gates.cli import main\n"
        "code = main(['logs', sys.argv[1]])\n"
        "status = open('/proc/self/status').read()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert done.returncode == 1, done.stderr
    assert "log-database-error" in done.stdout
    assert took < allowance(2)
    assert int(done.stderr) < 60 * 1024


def test_a_line_is_counted_however_much_stands_before_it(look):
    """More than is kept in memory, and more than is looked at."""
    before = [entry(f"request {number} of a long day") for number in range(60_000)]
    report = look([*before, *LOST])
    assert len("\n".join(before)) > KEPT
    (found,) = report.findings
    assert found.line == 60_000 + 4
    (found,) = look([*before[:500], *LOST]).findings
    assert found.line == 500 + 4
    (found,) = look(LOST).findings
    assert found.line == 4


def test_nobody_counts_the_lines_of_a_log_of_gigabytes(look, monkeypatch):
    monkeypatch.setattr(tail, "COUNTED", 1000)
    before = [entry(f"request {number} of a long day") for number in range(60_000)]
    (found,) = look([*before, *LOST]).findings
    assert found.file
    assert found.line is None


def test_a_log_of_terabytes_is_read_from_its_end(tmp_path):
    path = tmp_path / "odoo.log"
    with path.open("wb") as stream:
        stream.truncate(4 << 40)
        stream.seek(0, io.SEEK_END)
        stream.write("\n".join(["", *LOST]).encode())
    assert rules(look_at_file(path)) == [("log-database-error", "critical")]


def test_a_key_error_may_begin_its_line(look):
    report = look([*HEALTHY, entry("cannot render"), "KeyError: 'web.assets_web'"])
    assert rules(report) == [("log-asset-error", "critical")]


def test_standard_input_has_to_be_a_log(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(range(256)))))
    assert main(["logs", "-"]) == 2
    said = capsys.readouterr().err
    assert said == "ipai-health: standard input: binary data, not a log\n"
    text = "\n".join(HEALTHY).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["logs", "-"]) == 0


@pytest.mark.parametrize("between", range(5))
def test_every_line_of_a_record_that_began_earlier_is_read(look, between):
    begin = [entry("cannot render", "ERROR"), "KeyError: 'web.assets_web'"]
    more = [f"  line {number} of the reason" for number in range(between)]
    (found,) = look([*HEALTHY, *begin, *more, "end"], 1).findings
    assert found.rule == "log-asset-error"
    assert found.line == len(HEALTHY) + 2
