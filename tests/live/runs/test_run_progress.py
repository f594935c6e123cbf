"""Two runs at once, and how far the one is."""

import contextlib
import json
import os
import re
import subprocess
import time

from sandbox.processes import free_port
from sandbox.site import Site

from tests.live.node_cluster import without_helper

from .steps import running, start, until


def test_second_run_waits_and_progress_is_visible(odoo, sampled, told, sql):
    told("slow", seconds=30)
    words = ("health", "-d", sampled, "--check", "printers")
    first = start(odoo, words)
    until(lambda: running(sql), 60)
    second = start(odoo, words)
    seen = set()
    while first.poll() is None:
        seen |= set(
            sql(
                "SELECT progress_check, progress_done > 0, progress_total "
                "FROM ipai_health_run WHERE state = 'running'",
            )
        )
        time.sleep(0.2)
    assert ("printers", True, 100) in seen
    assert second.wait(120) == 0
    overlaps = sql(
        "SELECT count(*) FROM ipai_health_run a JOIN ipai_health_run b "
        "ON a.id < b.id AND b.start < a.end AND a.start > now() AT TIME ZONE 'utc' "
        "- interval '2 minutes'",
    )
    assert overlaps == [(0,)]


def test_progress_is_shown_on_a_real_terminal(odoo, sampled, told):
    told("slow", seconds=30)
    master, terminal = os.openpty()
    process = subprocess.Popen(
        odoo.command("health", "-d", sampled, "--check", "printers"),
        env=odoo.variables(),
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    # the other end of a terminal that nobody writes to any more cannot be read
    with contextlib.suppress(OSError):
        while part := os.read(master, 1024):
            shown += part
    os.close(master)
    printed = process.communicate()[0]
    assert process.returncode == 0
    assert re.search(rb"\r\x1b\[Kprinters: \d+ of 100", shown)
    assert shown.rstrip().endswith(b"\x1b[K")
    assert b"of 100" not in printed


def test_progress_is_answered_by_the_backend_meanwhile(odoo, sampled, told, sql):
    told("slow", seconds=30)
    port = free_port()
    words = ("-d", sampled, "--max-cron-threads=0")
    with without_helper(odoo, port), odoo.serve(*words, port=port) as server:
        site = Site(odoo, server.wait(), sampled)
        headers = {**site.log_in(), "Content-Type": "application/json"}

        def progress():
            question = {
                "params": {
                    "model": "ipai.health.overview",
                    "method": "progress",
                    "args": [],
                    "kwargs": {},
                }
            }
            path = "/web/dataset/call_kw/ipai.health.overview/progress"
            data = json.dumps(question).encode()
            body = server.get(path, headers=headers, data=data, method="POST")[2]
            return json.loads(body)["result"]

        assert progress() is False
        run = start(odoo, ("health", "-d", sampled))
        seen = []
        while run.poll() is None:
            seen.append(progress())
            time.sleep(0.1)
        assert progress() is False
    ours = [each for each in seen if each and each["check"] == "Label printers"]
    done = [each["done"] for each in ours if each["total"] == 100]
    assert done == sorted(done)
    assert len(set(done)) > 1
    counted = [each["checks_done"] for each in seen if each]
    assert counted == sorted(counted)
    assert max(counted) <= ours[0]["checks_total"]
