"""Many nodes on one database: told apart, told silent, told to differ; and cheap."""

import os
import shutil
import signal
import time

import pytest
from sandbox import processes
from sandbox.instance import Instance
from sandbox.paths import ROOT

MINUTE = 60.0


@pytest.fixture
def make_node(make_instance, make_database, tmp_path):
    """Return a function that starts a node of the one database ``shop``."""
    first = make_instance("first", options={"db_name": "shop"})
    make_database(first, "shop")
    servers = []

    def make(mode="threaded", addons=(ROOT,), words=(), **more):
        number = len(servers)
        instance = Instance(
            first.source,
            first.postgres,
            tmp_path / f"node{number}",
            options={"db_name": "shop", "data_dir": str(first.data)},
            addons=addons,
            **more,
        )
        server = instance.serve(*words, mode=mode)
        servers.append(server)
        return server.wait()

    make.database = first.postgres
    make.data = first.data
    make.instance = first
    yield make
    for server in servers:
        server.stop()


def ask(make_node, statement, *values):
    return make_node.database.execute(statement, values, "shop")


def rows(make_node):
    """Return port and condition of every node."""
    return dict(
        ask(make_node, "SELECT port, stopped IS NOT NULL FROM ipai_health_node")
    )


def told(make_node, state="open"):
    """Return rule and subject of the findings of the check of nodes."""
    statement = """
        SELECT rule, subject FROM ipai_health_finding
        WHERE state = %s AND rule LIKE 'node-%%' ORDER BY 1, 2
    """
    return [tuple(row) for row in ask(make_node, statement, state)]


def until(promise, seconds=MINUTE):
    assert processes.wait_until(promise, seconds, 0.5)


def other_code(tmp_path):
    """Return an addons folder with another version of our code."""
    copy = tmp_path / "other"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ipai_health", copy / "ipai_health", ignore=ignored)
    with (copy / "ipai_health" / "models" / "__init__.py").open("a") as file:
        file.write("# a difference\n")
    return copy


@pytest.mark.parametrize("mode", ["threaded", "prefork"])
def test_a_node_comes_and_says_goodbye(make_node, mode):
    server = make_node(mode)
    until(lambda: rows(make_node) == {server.port: False}, 20)
    assert list(make_node.data.glob("ipai_health.node.*"))
    (row,) = ask(
        make_node,
        "SELECT name, workers, odoo_version, fingerprint <> '' FROM ipai_health_node",
    )
    assert row[0].endswith(f":{server.port}")
    assert row[1] == {"threaded": 0, "prefork": 2}[mode]
    assert row[2].startswith("19.0")
    assert row[3]
    server.stop()
    assert rows(make_node) == {server.port: True}
    assert not list(make_node.data.glob("ipai_health.node.*"))


def test_drift_is_told_and_taken_back_within_a_minute(make_node, tmp_path):
    same, older = make_node(), make_node()
    until(lambda: len(rows(make_node)) == 2, 20)
    assert told(make_node) == []
    older.stop()
    folder = other_code(tmp_path)
    other = make_node(addons=(folder,))
    begin = time.monotonic()
    until(lambda: told(make_node))
    found = time.monotonic() - begin
    ((rule, subject),) = told(make_node)
    assert rule == "node-code-drift"
    assert subject.endswith(f":{same.port}")  # the one not restarted since
    ((message,),) = ask(
        make_node,
        "SELECT message FROM ipai_health_finding WHERE state = 'open' "
        "AND rule = 'node-code-drift'",
    )
    assert f":{other.port}" in message
    assert "ipai_health" in message
    shutil.copy(
        ROOT / "ipai_health/models/__init__.py",
        folder / "ipai_health/models/__init__.py",
    )
    begin = time.monotonic()
    until(lambda: not told(make_node))
    print(
        f"drift told after {found:.0f} s, gone after {time.monotonic() - begin:.0f} s"
    )


def test_a_killed_node_is_told_and_a_stopped_one_is_not(make_node):
    witness, stopped, killed = make_node(), make_node(), make_node()
    until(lambda: len(rows(make_node)) == 3, 20)
    stopped.stop()
    os.killpg(killed.process.pid, signal.SIGKILL)
    until(lambda: told(make_node), 2 * MINUTE)
    ((rule, subject),) = told(make_node)
    assert (rule, subject.partition(":")[2]) == ("node-silent", str(killed.port))
    assert rows(make_node)[witness.port] is False


def test_another_worker_takes_over_from_a_killed_one(make_node):
    server = make_node("prefork")
    until(lambda: rows(make_node), 20)
    (lock,) = make_node.data.glob("ipai_health.node.*.lock")
    holder = _holder(lock)
    assert holder
    os.kill(holder, signal.SIGKILL)
    until(lambda: _holder(lock) not in (None, holder), 30)
    before = ask(make_node, "SELECT last_seen FROM ipai_health_node")
    until(lambda: ask(make_node, "SELECT last_seen FROM ipai_health_node") != before)
    assert rows(make_node) == {server.port: False}


def _holder(path):
    """Return the process that holds the lock on ``path``."""
    inode = str(path.stat().st_ino)
    with open("/proc/locks") as locks:
        for line in locks:
            words = line.split()
            if words[1] == "FLOCK" and words[5].split(":")[-1] == inode:
                return int(words[4])
    return None


def test_ten_nodes_cost_less_than_two_statements_a_second(make_node, cluster):
    for setting in ("log_statement = 'all'", "log_min_messages = 'log'"):
        cluster.administer(f"ALTER DATABASE shop SET {setting}")
    nodes = [make_node(words=("--max-cron-threads=0",)) for _number in range(10)]
    until(lambda: len(rows(make_node)) == len(nodes), MINUTE)
    time.sleep(SETTLED)
    before = _statements(cluster)
    time.sleep(WINDOW)
    rate = (_statements(cluster) - before) / WINDOW
    print(f"ten nodes: {rate:.2f} statements a second")
    assert 0 < rate < 2
    assert told(make_node) == []


SETTLED = 45.0
"""Seconds after which every node has stored its first look."""

WINDOW = float(os.environ.get("IPAI_HEALTH_WINDOW", "45"))
"""Seconds to count in; with 630 each node's regular look is among what is counted."""


def _statements(cluster):
    """Return how many statements the log has, BEGIN and COMMIT included."""
    return cluster.log.read_text(errors="replace").count("LOG:  statement:")


@pytest.mark.parametrize(
    "words",
    [
        ("shell", "-d", "shop", "--no-http"),
        ("health", "-d", "shop"),
        ("-d", "shop", "--stop-after-init"),
        ("-d", "shop", "--stop-after-init", "--test-tags", "/no_such_module"),
    ],
    ids=lambda words: " ".join(words[:4]),
)
def test_what_does_not_serve_is_no_node(make_node, words):
    done = make_node.instance.run(*words, script="print('here')")
    assert "helper thread" not in done.stderr
    assert rows(make_node) == {}


def test_a_long_polling_server_of_its_own_is_a_node(make_node):
    """As in a composition that runs it in a container of its own."""
    instance = make_node.instance
    port = processes.free_port()
    with (instance.folder / "gevent.log").open("wb") as log:
        process = processes.start(
            instance.command("gevent", f"--gevent-port={port}", "--http-port=7777"),
            env=instance.variables(),
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: rows(make_node) == {7777: False}, 30)
    finally:
        processes.stop(process)
    assert rows(make_node) == {7777: True}


def test_nodes_look_for_themselves_and_at_once_when_asked(make_node):
    """One of two nodes has an addons path that is gone; only it says so."""
    good, bad = make_node(), make_node(addons=(ROOT, ROOT / "no-such-folder"))
    until(lambda: len(rows(make_node)) == 2, 20)
    ask(make_node, "UPDATE ipai_health_node SET asked = TRUE")
    statement = """
        SELECT rule, node FROM ipai_health_finding
        WHERE node <> '' AND state = 'open' AND rule = 'addons-path-missing'
    """
    until(lambda: ask(make_node, statement), 40)
    ((_rule, node),) = ask(make_node, statement)
    assert node.endswith(f":{bad.port}")
    assert not node.endswith(f":{good.port}")
    http = "SELECT outcome FROM ipai_health_check WHERE name = 'http'"
    assert ask(make_node, http) == [("done",)]
