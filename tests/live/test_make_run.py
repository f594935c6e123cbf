"""``make run``: from nothing to a served database, and every way to be refused."""

import os
import re
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest
from sandbox import postgres, processes
from sandbox.paths import ROOT
from sandbox.speed import allowance

READY_IN = 15.0
"""Seconds that the second make run may take: the promise of the README. Counted in
time on the processor, as this machine may be busy with other tests meanwhile.
"""


def _environment(folder, **variables):
    return {**os.environ, "IPAI_HEALTH_RUN": str(folder), **variables}


def _start(folder, **variables):
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox.run"],
        cwd=ROOT / "scripts",
        env=_environment(folder, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _read_until(process, mark):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if mark in line:
            return "".join(lines)
    pytest.fail("make run ended early:\n" + "".join(lines))


def _processor_seconds(running):
    """Return what these processes, and those that they saw end, have used so far."""
    return sum(sum(process.cpu_times()[:4]) for process in running)


def _refused(folder, **variables):
    """Return the output of a make run that must give up."""
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.run"],
        cwd=ROOT / "scripts",
        env=_environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def served(scratch):
    """Run make run twice in one folder; return what each said and left."""
    folder = scratch / "run"
    results = []
    for _round in range(2):
        process = _start(folder)
        said = _read_until(process, "Ctrl-C ends it.")
        children = psutil.Process(process.pid).children(recursive=True)
        seconds = _processor_seconds([psutil.Process(process.pid), *children])
        url = re.search(r"Probe:\s+(\S+)", said)[1]
        with urllib.request.urlopen(url, timeout=10) as answer:
            probe = answer.read()
        process.send_signal(signal.SIGINT)
        code = process.wait(30)
        left = [each for each in children if each.is_running()]
        results.append((said, seconds, probe, code, left))
    yield folder, results
    postgres.EmbeddedPostgres(folder / "postgres").erase()


def test_it_prints_address_login_and_the_answer_of_the_probe(served):
    _folder, results = served
    for said, _seconds, _probe, _code, _left in results:
        assert "http://127.0.0.1:" in said
        assert "login admin" in said
        assert 'answers 200 {"status": "pass"}' in said


def test_the_probe_passes_and_nothing_is_to_mend(served):
    _folder, results = served
    for said, _seconds, probe, _code, _left in results:
        assert probe == b'{"status": "pass"}'
        assert "health: pass, 0 findings" in said


def test_the_second_run_is_ready_soon_and_keeps_the_data(served):
    _folder, ((first, *_), (second, seconds, *_)) = served
    assert "Creating the database" in first
    assert "Creating the database" not in second
    assert seconds < allowance(READY_IN)


def test_ctrl_c_ends_everything(served):
    _folder, results = served
    for _said, _seconds, _probe, code, left in results:
        assert code == 0
        assert left == []


def test_its_configuration_keeps_the_contract(served):
    folder, _results = served
    configuration = (folder / "odoo.conf").read_text()
    assert "dbfilter = ^ipai$" in configuration
    assert "list_db = False" in configuration
    assert "admin_passwd = $pbkdf2-sha512$" in configuration
    assert "db_name" not in configuration
    assert (folder / "odoo.conf").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def beside(served):
    """Run it once more with 8069 taken; return what it said, and the answers of its
    probe, opened by the token it left, and of the programs it left.
    """
    folder, _results = served
    with _listener(8069):
        process = _start(folder)
        said = _read_until(process, "Ctrl-C ends it.")
        url = re.search(r"Probe:\s+(\S+)", said)[1]
        token = (folder / "token").read_text()
        request = urllib.request.Request(
            f"{url}?verbose", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            details = answer.read()
        done = {
            program: subprocess.run(
                [folder / program, *words],
                cwd="/",
                env={"PATH": os.environ["PATH"]},
                capture_output=True,
                text=True,
                check=False,
            )
            for program, *words in (
                ("odoo", "health", "-d", "ipai"),
                ("ipai-health", "--version"),
            )
        }
        process.send_signal(signal.SIGINT)
        process.wait(30)
    return said, details, done


def test_a_busy_port_is_said_and_the_next_one_taken(beside):
    said, _details, _done = beside
    assert "Port 8069 is in use" in said


def test_it_leaves_the_programs_that_the_tutorial_calls(served, beside):
    folder, _results = served
    said, details, done = beside
    assert f"{folder}/odoo health -d ipai" in said
    assert b'"checks"' in details
    for each in done.values():
        assert each.returncode == 0, each.stderr
        assert "health" in each.stdout
    for secret in ("token", "master_password", "odoo"):
        assert (folder / secret).stat().st_mode & 0o077 == 0


def _listener(port):
    import socket

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        pass  # somebody else listens there: as good
    return listener


def test_killed_at_its_worst_it_leaves_no_process(served):
    folder, _results = served
    process = _start(folder)
    _read_until(process, "Looking at the database")
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    gone, alive = psutil.wait_procs(children, timeout=20)
    assert gone
    assert alive == []


def test_a_broken_odoo_src_is_refused(scratch):
    said = _refused(scratch / "refused", ODOO_SRC=str(ROOT / "tests"))
    assert "ODOO_SRC" in said
    assert "odoo/release.py is not there" in said


def test_without_network_and_cache_every_road_is_explained(scratch):
    blocked = scratch / "apt.conf"
    blocked.write_text('Acquire::http::Proxy "http://127.0.0.1:9";\n')
    said = _refused(
        scratch / "refused",
        APT_CONFIG=str(blocked),
        XDG_CACHE_HOME=str(scratch / "empty"),
    )
    for word in ("ODOO_SRC is not set", "cache has none", "Debian", "ODOO_URL"):
        assert word in said


def test_a_postgres_that_does_not_answer_is_refused(scratch):
    said = _refused(
        scratch / "refused", PGHOST="127.0.0.1", PGPORT=str(processes.free_port())
    )
    assert "does not answer" in said
    assert "PGHOST" in said


def test_a_port_that_is_no_number_is_refused(scratch):
    assert "PGPORT" in _refused(scratch / "refused", PGHOST="127.0.0.1", PGPORT="x")


def test_a_data_folder_that_cannot_be_written_is_refused(scratch):
    file = scratch / "file"
    file.touch()
    assert "cannot be written" in _refused(file / "run")


@pytest.mark.parametrize("version", ["3.9", "3.14", "2.7"])
def test_a_python_too_old_or_too_new_is_refused(tmp_path, version):
    fake = tmp_path / "python3"
    fake.write_text(f"#!/bin/sh\necho {version}\n")
    fake.chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "scripts/sandbox/find_python.sh"],
        env={"PATH": os.environ["PATH"], "PYTHON": str(fake)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"is {version}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_make_asks_the_python_that_is_named(tmp_path):
    fake = tmp_path / "python3"
    fake.write_text("#!/bin/sh\necho 3.9\n")
    fake.chmod(0o755)
    done = subprocess.run(
        ["make", "base"],
        cwd=ROOT,
        env={**os.environ, "PYTHON": str(fake), "VENV": str(tmp_path / "venv")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{fake} is 3.9" in done.stderr
