"""The command line: exit codes, options, what is printed where, how fast."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sandbox.speed import allowance

from ipai_health.core.about import version
from ipai_health.core.rules import RULES
from ipai_health.gates.assets import server
from ipai_health.gates.cli import main
from ipai_health.gates.commands import COMMANDS
from ipai_health.gates.errors import CannotLook

ROOT = Path(__file__).parents[2]
GOOD = """[options]
db_host = postgres
db_name = False
dbfilter = ^prod$
list_db = False
admin_passwd =
"""
BAD = GOOD.replace("list_db = False", "list_db = True").replace("^prod$", "^prod")
VERSION_LIMIT = 0.150
"""Seconds that ``--version`` may take, the interpreter's start included."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PGDATABASE", raising=False)
    Path("good.conf").write_text(GOOD, "utf-8")
    Path("bad.conf").write_text(BAD, "utf-8")
    return tmp_path


def _json(capsys, *arguments):
    code = main(["config", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_clean_is_zero_found_is_one_blind_is_two(folder, capsys):
    assert main(["config", "good.conf"]) == 0
    assert main(["config", "bad.conf"]) == 1
    assert main(["config", "gone.conf"]) == 2
    assert main(["config", "bad.conf", "gone.conf"]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 2
    assert "gone.conf: No such file or directory" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["config", "--format", "xml"], ["config", "--no-such-option"],
     ["config", "--list-db", "perhaps"], ["explain", "no-such-rule"], ["--format"],
     ["config", "good.conf", "--ignore", "no-such-rule"],
     ["db", "dbname=x", "--timeout", "nan"], ["db", "dbname=x", "--timeout", "inf"],
     ["web", "http://127.0.0.1:1", "--timeout", "nan"],
     ["web", "http://127.0.0.1:1", "--timeout", "-1"],
     ["web", "http://127.0.0.1:1", "--slow", "nan"],
     ["logs", "good.conf", "--lines", "9" * 20], ["logs", "good.conf", "--lines", "x"],
     ["recover", "owl", "--view", "-5"], ["recover", "owl", "--view", "0"]],
)  # fmt: skip
def test_wrong_usage_is_two_and_one_line(folder, capsys, arguments):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.startswith("ipai-health: ")
    assert captured.err.count("\n") == 1
    assert "crashed" not in captured.err


def test_fail_on_decides_from_which_severity_on(folder):
    Path("info.conf").write_text(GOOD.replace("^prod$", "^prod"), "utf-8")
    assert main(["config", "info.conf"]) == 0
    assert main(["config", "info.conf", "--fail-on", "warning"]) == 0
    assert main(["config", "info.conf", "--fail-on", "info"]) == 1


def test_ignore_by_rule_subject_and_pattern(folder, capsys):
    assert main(["config", "bad.conf", "--ignore", "list-db-open"]) == 0
    assert main(["config", "bad.conf", "--ignore", "list-db-open:bad.conf:*"]) == 0
    assert main(["config", "bad.conf", "--ignore", "list-db-open:other"]) == 1
    capsys.readouterr()
    _, report = _json(capsys, "bad.conf", "--ignore", "*-open")
    assert [one["rule"] for one in report["findings"]] == ["dbfilter-unanchored"]


def test_baseline_leaves_out_what_is_known(folder, capsys):
    assert main(["config", "bad.conf", "--format=json", "--output", "known.json"]) == 1
    assert main(["config", "bad.conf", "--baseline", "known.json"]) == 0
    assert "2 left out" in capsys.readouterr().out
    Path("bad.conf").write_text(BAD + "db_name = prod\n", "utf-8")
    Path("bad.conf").write_text(BAD.replace("= False", "= prod", 1), "utf-8")
    code, report = _json(capsys, "bad.conf", "--baseline", "known.json")
    assert code == 1
    assert [one["rule"] for one in report["findings"]] == ["db-name-pinned"]


def test_baseline_knows_names_that_sound_like_secrets(folder, capsys):
    for name in ("auth_api_key", "password_security"):
        Path("addons", name).mkdir(parents=True)
        manifest = Path("addons", name, "__manifest__.py")
        manifest.write_text("{'depends': ['gone'], 'data': ['gone.xml']}")
    Path("bad.conf").rename("secrets.conf")
    for words in (["modules", "addons"], ["config", "secrets.conf"]):
        main([*words, "--format=json", "--output", "known.json"])
        known = json.loads(Path("known.json").read_text("utf-8"))["findings"]
        assert known
        assert "***" not in str(known)
        assert main([*words, "--baseline", "known.json"]) == 0
        assert f"{len(known)} left out" in capsys.readouterr().out


def test_what_is_ignored_is_named_as_it_is_printed(folder, capsys):
    Path("addons/m").mkdir(parents=True)
    Path("addons/m/__manifest__.py").write_text("{'data': ['x?token=hunter2']}")
    main(["modules", "addons", "--format=json", "--output", "known.json"])
    (known,) = json.loads(Path("known.json").read_text("utf-8"))["findings"]
    assert known["subject"] == "m:x?token=***"
    assert main(["modules", "addons", "--baseline", "known.json"]) == 0


def test_defaults_come_from_the_project(folder, capsys):
    Path("pyproject.toml").write_text(
        '[tool.ipai-health]\nformat = "json"\nignore = ["dbfilter-*"]\n'
        '[tool.ipai-health.config]\nlist-db = true\nfiles = ["bad.conf"]\n'
    )
    assert main(["config"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert main(["config", "--list-db", "False"]) == 1
    Path("ipai-health.toml").write_text("no-such-key = 1\n")
    capsys.readouterr()
    assert main(["config", "good.conf"]) == 2
    assert "no-such-key" in capsys.readouterr().err


def test_common_options_may_stand_first(folder, capsys):
    assert main(["--format", "json", "config", "good.conf"]) == 0
    assert json.loads(capsys.readouterr().out)["source"] == "config"


def test_a_value_is_not_the_command(folder, capsys):
    words = ["--format", "json", "--output", "logs", "config", "good.conf"]
    assert main(words) == 0
    assert json.loads(Path("logs").read_text("utf-8"))["source"] == "config"
    Path("good.conf").rename("config")
    assert main(["--out=logs", "config", "config"]) == 0
    assert main(["--no-color", "config", "config"]) == 0
    assert main(["--ignore", "web", "config", "config"]) == 2
    assert "no rule 'web'" in capsys.readouterr().err


def test_keys_are_the_long_names_of_options(folder, capsys):
    compose = "services: {db: {image: 'postgres:16', ports: ['5432:5432']}}\n"
    Path("x.yml").write_text(compose, "utf-8")
    Path("y.yml").write_text("services: {other: {image: 'a:1'}}\n", "utf-8")
    Path("ipai-health.toml").write_text(
        '[compose]\nfile = ["x.yml"]\n[web]\nurl = "http://127.0.0.1:1"\n'
        '[logs]\nlines = 1\nfile = "good.conf"\n'
    )
    capsys.readouterr()
    main(["compose", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["inspected"] == 1
    for words in (["-f", "y.yml"], ["y.yml"]):
        main(["compose", "--format", "json", *words])
        assert "x.yml" not in capsys.readouterr().out
    main(["compose", "--format", "json", "y.yml", "-f", "x.yml"])
    assert json.loads(capsys.readouterr().out)["inspected"] == 2
    assert main(["web"]) == 1
    assert "http://127.0.0.1:1" in capsys.readouterr().out
    assert main(["logs"]) == 0
    assert main(["logs", "gone.log"]) == 2


def test_what_is_ignored_adds_to_what_the_project_ignores(folder):
    Path("ipai-health.toml").write_text('ignore = ["list-db-open"]\n')
    words = ["config", "bad.conf", "--fail-on", "info"]
    assert main(words) == 1
    assert main([*words, "--ignore", "dbfilter-unanchored"]) == 0


@pytest.mark.parametrize(
    "text",
    [
        '[tool."ipai-health".config]\nlist-db = true\n',
        "[tool]\nipai-health = {config = {list-db = true}}\n",
        'tool."ipai-health" = {config.list-db = true}\n',
    ],
)
def test_however_toml_writes_the_table(folder, text):
    Path("pyproject.toml").write_text(text)
    assert main(["config", "bad.conf"]) == 0


@pytest.mark.parametrize(
    "text", ["tool = 'ipai-health'", "[tool]\nipai-health = 1", "ipai-health ="]
)
def test_a_table_that_is_none_is_wrong_usage(folder, text, capsys):
    Path("pyproject.toml").write_text(text)
    assert main(["config", "good.conf"]) == 2
    assert "crashed" not in capsys.readouterr().err


def test_quiet_about_the_project_files_of_others(folder):
    Path("pyproject.toml").write_text('[project]\ndependencies = ["ipai-health"]\n')
    assert main(["config", "good.conf"]) == 0


def test_output_goes_to_the_file_alone(folder, capsys):
    assert main(["config", "bad.conf", "--format", "sarif", "--output", "r.sarif"]) == 1
    assert not capsys.readouterr().out
    assert json.loads(Path("r.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_looks_where_a_repository_keeps_it(folder, capsys):
    Path("good.conf").unlink()
    Path("bad.conf").unlink()
    Path("deploy").mkdir()
    Path("deploy/odoo.conf").write_text(GOOD, "utf-8")
    assert main(["config"]) == 0
    assert "reading deploy/odoo.conf" in capsys.readouterr().err
    Path("odoo.conf").write_text(GOOD, "utf-8")
    assert main(["config"]) == 2
    assert "deploy/odoo.conf, odoo.conf" in capsys.readouterr().err


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_explained(code, capsys):
    assert main(["explain", code]) == 0
    page = capsys.readouterr().out
    impact = {"broken": "broken now", "breaking": "will break"}.get(
        RULES[code].impact, "good to know"
    )
    for part in (code, RULES[code].why, RULES[code].fix, f"Impact: {impact}"):
        assert part in page
    assert ("Threshold: " in page) == bool(RULES[code].threshold)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command(shell, capsys):
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)


def test_completion_for_bash_completes(tmp_path):
    script = subprocess.run(
        [sys.executable, "-m", "ipai_health.gates", "completion", "bash"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    ask = (
        "COMP_WORDS=(ipai-health con); COMP_CWORD=1; _ipai_health; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["config", "containers"]


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


def test_no_colour_in_pipes_and_no_traceback(folder):
    command = [sys.executable, "-m", "ipai_health.gates", "config", "bad.conf"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert b"Traceback" not in done.stderr


def test_version_is_fast():
    command = [sys.executable, "-m", "ipai_health.gates", "--version"]
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # processor time: what a busy machine adds by waiting is not ours
        seconds.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )
        assert done.stdout == f"ipai-health {version()}\n"
    assert min(seconds) < allowance(VERSION_LIMIT)


def test_the_commands_stand_in_two_columns(capsys):
    assert main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    width = max(map(len, COMMANDS)) + 2
    for name, command in COMMANDS.items():
        assert f"  {name}{' ' * (width - len(name))}{command.summary}" in lines


def test_completion_knows_what_a_command_takes(capsys):
    main(["completion", "bash"])
    script = capsys.readouterr().out
    assert "bash zsh fish" in script
    assert all(code in script for code in RULES)
    assert "--fail-on" in script


@pytest.mark.parametrize(
    ("command", "offered"),
    [("completion", "bash zsh fish"), ("explain", " ".join(sorted(RULES)))],
)
def test_bash_offers_what_a_command_takes(command, offered, capsys):
    main(["completion", "bash"])
    script = capsys.readouterr().out
    ask = (
        f"COMP_WORDS=(ipai-health {command} ''); COMP_CWORD=2;"
        " _ipai_health; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == offered.split()


def test_the_explanation_says_who_tells_a_rule_and_how_gravely(capsys):
    for code, rule in RULES.items():
        main(["explain", code])
        page = capsys.readouterr().out
        for name in rule.checks:
            assert f"check {name}" in page
        for name in rule.gates:
            assert f"gate {name}" in page
        assert ("any check" in page) == (not rule.checks and not rule.gates)
        both = rule.checks and rule.severity_for_gate() != rule.severity
        assert (" inside Odoo, " in page) == bool(both)


def buffered():
    """Return an environment in which output is written when there is much of it, or at
    the very end.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONUNBUFFERED", None)
    return environment


@pytest.mark.parametrize(
    "arguments", ["explain", "--version", "config --help", "config bad.conf"]
)
def test_a_reader_that_went_away_is_two_without_a_word(folder, arguments):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "ipai_health.gates", *arguments.split()]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=buffered())
    os.close(write)
    assert (done.returncode, done.stderr) == (2, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("arguments", ["explain", "config bad.conf", "--help"])
def test_output_that_cannot_be_written_is_two_and_one_line(folder, arguments):
    command = [sys.executable, "-m", "ipai_health.gates", *arguments.split()]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=buffered(), text=True
        )
    said = "ipai-health: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_addons_are_those_of_the_arguments_else_of_the_file(tmp_path):
    conf = {"addons_path": SimpleNamespace(value=[str(tmp_path)])}
    other = tmp_path / "other"
    other.mkdir()
    assert server.addons_path(None, conf) == [str(tmp_path)]
    assert server.addons_path(f"{other}, ", conf) == [str(other)]
    assert server.addons_path(str(other), None) == [str(other)]
    with pytest.raises(CannotLook, match="which addons"):
        server.addons_path(None, None)


def test_odoo_is_run_as_a_module_where_there_is_no_program(tmp_path, monkeypatch):
    (tmp_path / "odoo/cli").mkdir(parents=True)
    (tmp_path / "odoo/cli/__init__.py").touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        assert server.program(None) == [sys.executable, "-m", "odoo"]
    finally:
        sys.modules.pop("odoo", None)
