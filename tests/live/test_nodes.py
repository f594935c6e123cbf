"""Many nodes on one database: told apart, told silent, told to differ."""

import contextlib
import os
import re
import shutil
import signal
import time

import pytest
from sandbox import clock, processes
from sandbox.paths import ROOT

from tests.live.node_cluster import MINUTE, nodes, until

__all__ = ["nodes"]

GONE = "no-such-folder"

DUE = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'
     WHERE id IN (SELECT res_id FROM ir_model_data
                  WHERE module = 'ipai_health' AND model = 'ir.cron')
"""

SCHEDULED = """
    SELECT depth, count(*) FROM ipai_health_run
     WHERE trigger = 'schedule' GROUP BY depth
"""


def other_code(folder):
    """Return an addons folder with another version of our code."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ipai_health", folder / "ipai_health", ignore=ignored)
    with (folder / "ipai_health/models/__init__.py").open("a") as file:
        file.write("# a difference\n")
    return folder


def test_a_node_comes_and_says_goodbye(nodes):
    server = nodes.start()
    until(lambda: nodes.rows() == {server.port: False})
    assert list(nodes.data.glob("ipai_health.node.*.lock"))
    ((name, workers, version, code),) = nodes.sql(
        "SELECT name, workers, odoo_version, fingerprint FROM ipai_health_node"
    )
    assert name.endswith(f":{server.port}")
    assert (workers, version[:4], bool(code)) == (0, "19.0", True)
    server.stop()
    assert nodes.rows() == {server.port: True}
    assert not list(nodes.data.glob("ipai_health.node.*"))


def test_a_node_that_is_stopped_while_it_looks_says_goodbye(nodes):
    server = nodes.start()
    until(lambda: nodes.rows() == {server.port: False})
    lock = nodes.instance.postgres.connect("shop")
    lock.autocommit = False
    with contextlib.closing(lock), lock.cursor() as cursor:
        cursor.execute("LOCK ir_attachment IN ACCESS EXCLUSIVE MODE")
        nodes.sql("UPDATE ipai_health_node SET asked = TRUE")
        until(lambda: nodes.sql("SELECT 1 FROM pg_locks WHERE NOT granted"))
        assert nodes.sql("SELECT 1 FROM ipai_health_node WHERE NOT asked"), "no look"
        server.stop()
        assert nodes.rows() == {server.port: True}


def test_another_worker_takes_over_from_a_killed_one(nodes):
    server = nodes.start("prefork")
    until(nodes.rows)
    (lock,) = nodes.data.glob("ipai_health.node.*.lock")
    holder = until(lambda: _holder(lock))
    os.kill(holder, signal.SIGKILL)
    until(lambda: _holder(lock) not in (None, holder))
    assert nodes.sql("SELECT port, workers FROM ipai_health_node") == [(server.port, 2)]
    server.stop()
    assert nodes.rows() == {server.port: True}


def test_three_nodes_through_a_bad_day(nodes, tmp_path):
    """One has other code, two lack a folder, one is killed. Each looks at itself, and
    one at what they share.
    """
    nodes.sql(DUE)
    # bundles that three nodes build at once are late on a slow machine
    assert nodes.instance.health("shop", "--purge-assets").returncode == 0
    code = other_code(tmp_path / "other")
    good, killed = nodes.start(), nodes.start(addons=(ROOT, tmp_path / GONE))
    until(lambda: len(nodes.rows()) == 2)
    assert nodes.told() == []

    bad = nodes.start(addons=(code, tmp_path / GONE))
    ((rule, port, message),) = until(nodes.told)
    assert (rule, port) == ("node-code-drift", bad.port)
    assert "different: ipai_health." in message

    nodes.sql("UPDATE ipai_health_node SET asked = TRUE")
    lacking = {killed.port, bad.port}
    until(lambda: {each[1] for each in nodes.told("addons-path-missing")} == lacking)
    looked = "SELECT outcome FROM ipai_health_check WHERE name = 'http'"
    until(lambda: nodes.sql(looked) == [("done",)])
    assert nodes.told("http-") == []

    os.killpg(killed.process.pid, signal.SIGKILL)
    begin = time.monotonic()
    shutil.copy(ROOT / "ipai_health/models/__init__.py", code / "ipai_health/models")
    until(lambda: "node-code-drift" not in [rule for rule, *_ in nodes.told()])
    print(f"drift closed after {time.monotonic() - begin:.0f} s")
    ((rule, port, _message),) = until(nodes.told, 2 * MINUTE)
    print(f"silence told after {time.monotonic() - begin:.0f} s")
    assert (rule, port) == ("node-silent", killed.port)
    assert nodes.rows() == dict.fromkeys((good.port, killed.port, bad.port), False)
    scheduled = dict(nodes.sql(SCHEDULED))
    assert scheduled
    assert set(scheduled.values()) == {1}, "what is shared was looked at twice"


@pytest.mark.parametrize(
    "healed", [False, pytest.param(True, marks=pytest.mark.torture)], ids=str
)
def test_a_wrong_clock_is_told_and_no_more_once_it_is_right(nodes, tmp_path, healed):
    """A real one: libfaketime stands between Odoo and the kernel's clock."""
    file = tmp_path / "clock"
    file.write_text("-31s")
    right = nodes.start()
    wrong = nodes.start(environment=clock.environment(file, nodes.instance.source))
    until(lambda: len(nodes.rows()) == 2)
    ((rule, port, message),) = until(nodes.told)
    assert (rule, port) == ("node-clock-skew", wrong.port)
    assert re.search(r"-(30\.\d|31\.[0-2]) s", message), message
    skews = dict(nodes.sql("SELECT port, clock_skew FROM ipai_health_node"))
    assert abs(skews[right.port]) < 1
    if healed:
        file.write_text("+0s")
        until(lambda: nodes.told() == [])


@pytest.mark.parametrize(
    "restarts", [2, pytest.param(10, marks=pytest.mark.torture)], ids=str
)
def test_restarts_of_a_container_with_a_new_host_name_leave_no_noise(nodes, restarts):
    """What is muted about the node stays muted, and nobody is called silent."""
    nodes.instance.health("shop")  # the checks stand in the database from now on
    nodes.start()
    port = processes.free_port()
    for number in range(restarts + 1):
        container = nodes.start(host=f"container{number}", port=port)
        name = f"container{number}:{port}"
        until(lambda name=name: name in _names(nodes))
        if number == 0:
            _mute_something_of(nodes, name)
        if number < restarts:
            container.stop()
    last = f"container{restarts}:{port}"
    # a node enters itself first, and takes over from its predecessor then
    until(lambda: _containers(nodes) == [last])
    assert nodes.told() == []
    muted = "SELECT node FROM ipai_health_finding WHERE state = 'muted'"
    assert nodes.sql(muted) == [(last,)]


def _names(nodes):
    return [name for (name,) in nodes.sql("SELECT name FROM ipai_health_node")]


def _containers(nodes):
    return [name for name in _names(nodes) if name.startswith("container")]


def _mute_something_of(nodes, name):
    """Store a muted finding of the node, as somebody who knows about it would."""
    nodes.sql(
        """
        INSERT INTO ipai_health_finding (rule, severity, state, subject, node, message,
               check_id, first_seen, last_seen)
        SELECT 'disk-space-low', 'warning', 'muted', '/', %s, 'known', id, now(), now()
          FROM ipai_health_check WHERE name = 'filestore'
        """,
        name,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("shell", "-d", "shop", "--no-http"),
        ("health", "-d", "shop"),
        ("-d", "shop", "--stop-after-init", "--test-tags", "/no_such_module"),
    ],
    ids=["shell", "health", "tests"],
)
def test_what_does_not_serve_is_no_node(nodes, words):
    done = nodes.instance.run(*words, script="print('here')")
    assert "helper thread" not in done.stderr
    assert nodes.rows() == {}


def test_a_long_polling_server_of_its_own_is_a_node(nodes):
    """As in a composition that runs it in a container of its own."""
    instance = nodes.instance
    port, http_port = processes.free_port(), processes.free_port()
    with (instance.folder / "gevent.log").open("wb") as log:
        process = processes.start(
            instance.command("gevent", f"--gevent-port={port}", "-p", http_port),
            env=instance.variables(),
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: nodes.rows() == {http_port: False})
    finally:
        processes.stop(process)
    assert nodes.rows() == {http_port: True}


def _holder(path):
    """Return the process that holds the lock on ``path``."""
    inode = str(path.stat().st_ino)
    with open("/proc/locks") as locks:
        for line in locks:
            words = line.split()
            if words[1] == "FLOCK" and words[5].split(":")[-1] == inode:
                return int(words[4])
    return None
