"""A thousand probes of every kind leave nothing behind, well or broken."""

import contextlib
import http.client
import os
import re
import threading

import pytest
from sandbox.processes import wait_until

from .bench import BACK, grown

PROBES = int(os.environ.get("IPAI_HEALTH_PROBES", "1000"))
"""In all, each kind in its turn; ``make soak-probe`` asks more."""

BATCHES = 5
GROWTH = 1_000_000
"""Bytes that the process may grow by in all batches together."""

COOKIE = {"Cookie": "session_id=" + "x" * 84, "X-Forwarded-For": "203.0.113.9"}
TOKEN = {"Authorization": "Bearer a-token"}

KINDS = (
    ("GET", "/ipai/health", {}),
    ("HEAD", "/ipai/health/ready", {}),
    ("OPTIONS", "/ipai/health/live", {}),
    ("GET", "/ipai/health", COOKIE),
    ("GET", "/ipai/health?verbose", TOKEN),
    ("GET", "/ipai/health/metrics", TOKEN),
    ("GET", "/ipai/health/checks/assets", TOKEN),
    ("GET", "/ipai/health/nothing", {}),
    ("POST", "/ipai/health", {}),
    ("GET", "/ipai/health?db=nothing", {}),
)

PROCESSES = {"threaded": 1, "prefork": 3}
"""How many answer: of the latter two are workers, one has the gevent port."""

ROWS = """
    SELECT relname, n_live_tup + n_dead_tup FROM pg_stat_user_tables ORDER BY relname
"""


def ask(port, number):
    """Ask ``number`` times, each kind in its turn."""
    cookies = 0
    for index in range(number):
        method, path, headers = KINDS[index % len(KINDS)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            cookies += answer.getheader("Set-Cookie") is not None
    return cookies


def ask_from_two_sides(bench, number):
    cookies = []
    for port in bench.ports:
        askers = [
            threading.Thread(
                target=lambda at=port: cookies.append(ask(at, number // 2))
            )
            for _each in range(2)
        ]
        for each in askers:
            each.start()
        for each in askers:
            each.join()
    return sum(cookies)


def rows(bench):
    bench.postgres.execute("SELECT pg_stat_force_next_flush()", database=bench.database)
    return dict(bench.postgres.execute(ROWS, database=bench.database))


def sessions(bench):
    return sorted((bench.instance.data / "sessions").rglob("*"))


def told_by_each(bench, start):
    """Ask, and tell whether each process that answers has logged both that the
    database and that the server fails.
    """
    ask_from_two_sides(bench, 4 * len(KINDS))
    told = re.findall(r"journal: (database|PostgreSQL) ", bench.log()[start:])
    answering = PROCESSES[bench.server.mode]
    return told.count("database") == told.count("PostgreSQL") == answering


@pytest.mark.parametrize("state", ["well", "broken"])
def test_nothing_is_left_behind(bench, state, record_property):
    assert wait_until(bench.well, BACK)
    with contextlib.ExitStack() as fault:
        ask_from_two_sides(bench, PROBES // BATCHES)
        before = rows(bench), sessions(bench), len(bench.log())
        if state == "broken":
            fault.enter_context(bench.silent_listener())
            assert wait_until(lambda: told_by_each(bench, before[2]), 60)
            started = len(bench.log())
        else:
            started = before[2]
        held = bench.leftovers()
        ask_from_two_sides(bench, PROBES // BATCHES)
        sizes = []
        for _batch in range(BATCHES):
            assert ask_from_two_sides(bench, PROBES // BATCHES) == 0
            sizes.append(bench.resident())
        record_property("growth", sizes[-1] - sizes[0])
        assert sizes[-1] - sizes[0] < GROWTH
        assert not grown(held, bench.leftovers(), slack=0)
        assert bench.log()[started:] == ""
    assert wait_until(bench.well, BACK)
    assert (rows(bench), sessions(bench)) == before[:2]


def test_the_access_log_can_be_asked_for(bench, make_instance):
    options = dict(bench.instance.options) | {"data_dir": str(bench.instance.data)}
    instance = make_instance(
        "logged",
        options=options,
        environment={"IPAI_HEALTH_ACCESS_LOG": "True", "IPAI_HEALTH_TOKEN": "a-token"},
    )
    with instance.serve(mode=bench.server.mode) as server:
        server.wait()
        server.get("/ipai/health?token=a-token", headers=TOKEN)
        told = server.log.read_text()
    assert "GET /ipai/health HTTP" in told
    assert "a-token" not in told
