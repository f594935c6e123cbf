"""Pipes in the place of files: read once, to their end, and not waited for for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ipai_health.core.log import look_at_file
from ipai_health.gates import pipe
from ipai_health.gates.cli import main
from ipai_health.gates.errors import CannotLook

CONF = "[options]\ndb_host = postgres\ndbfilter = ^prod$\nlist_db = False\n"
COMPOSE = """services:
  db: {image: "postgres:16", healthcheck: {test: pg_isready}}
  odoo:
    image: odoo:19.0
    depends_on: [db]
    healthcheck: {test: curl -f localhost:8069/web/health}
    volumes: ["./odoo.conf:/etc/odoo/odoo.conf"]
"""
ODOO = {"Names": "odoo-ce", "Image": "odoo:19.0", "State": "running"}
FILES = {
    "healthy": "2026-11-23 17:39:47,707 1 INFO prod odoo.http: fine\n",
    "lost": "psycopg2.OperationalError: could not connect\n",
    "good.conf": CONF,
    "pinned.conf": CONF + "db_name = prod\n",
    "odoo.conf": "[options]\ndb_host = db\n",
    "good.yaml": COMPOSE,
    "apart.yaml": COMPOSE.replace("[db]", "[db]\n    networks: [front]"),
    "runs.json": json.dumps(ODOO),
    "stopped.json": json.dumps({**ODOO, "State": "exited"}),
}


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("logs <(cat healthy)", 0),
        ("logs <(true)", 0),
        ("logs <(sleep 0.3; cat lost)", 1),
        ("logs /dev/stdin < lost", 1),
        ("logs /dev/stdin < <(cat lost)", 1),
        ("logs /dev/fd/3 3< <(cat lost)", 1),
        (r"logs <(printf '\1\2\3\4')", 2),
        ("config <(cat good.conf)", 0),
        ("config <(cat pinned.conf)", 1),
        ("config <(true)", 2),
        ("compose -f <(cat good.yaml)", 0),
        ("compose -f <(cat apart.yaml)", 1),
        ("containers --ps <(cat runs.json)", 0),
        ("containers --ps <(cat stopped.json)", 1),
        ("containers --ps <(head -c 9000000 /dev/zero | tr '\\0' ' '; echo '[]')", 2),
    ],
)
def test_a_pipe_is_as_good_as_a_file(words, code):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m ipai_health.gates {words}"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=30,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr


def test_a_fifo_is_waited_for_and_not_for_ever(capsys, monkeypatch):
    fifo = Path("log")
    os.mkfifo(fifo)
    monkeypatch.setattr(pipe, "WAIT", 0.2)
    began = time.monotonic()
    assert main(["logs", "log"]) == 2
    assert time.monotonic() - began < 2
    said = capsys.readouterr().err
    assert said == "ipai-health: log: nothing came from this pipe within 0.2 s\n"
    monkeypatch.setattr(pipe, "WAIT", 10)
    threading.Thread(target=fifo.write_text, args=(FILES["lost"],)).start()
    assert main(["logs", "log"]) == 1


def test_the_log_of_a_node_is_no_pipe():
    os.mkfifo("log")
    with pytest.raises(CannotLook, match="a pipe, not a file"):
        look_at_file(Path("log"))
