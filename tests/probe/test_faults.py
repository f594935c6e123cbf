"""Whatever PostgreSQL does, an answer comes in time, and is right again afterwards."""

import contextlib
import os
import signal
import socket
import threading
import time

import psycopg2
import pytest
from sandbox.link import BlackHole, SilentListener

from ipai_health.probe import resolve
from ipai_health.probe.look import Looker

from .stand_in import find, locked, make_stub

IN_TIME = 2.0
"""The promise: seconds for an answer, in every fault."""

LEFT_ALONE = 2.1
"""Seconds after which a server that did not answer in time is asked again."""

BUSY = 0.3
"""Seconds of the processor for waiting a second and a half: waiting is not asking
over and over."""

KEPT = pytest.mark.parametrize("kept", [True, False], ids=["kept", "first"])
"""Whether the fault meets an open connection or the attempt to open one."""


def threads():
    return len(os.listdir("/proc/self/task"))


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def failed_in_time(reply):
    assert reply.code == 503
    assert reply.body == b'{"status": "fail"}'
    assert reply.seconds < IN_TIME


def processes(postgres):
    """Return PostgreSQL's process and its children."""
    parent = postgres.process.pid
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        return [parent, *map(int, file.read().split())]


@pytest.fixture
def stopped(postgres):
    """Return a function that stops every process of PostgreSQL without ending it, for
    the length of a ``with``.
    """

    @contextlib.contextmanager
    def stopped():
        pids = processes(postgres)
        signal_all(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            signal_all(pids, signal.SIGCONT)

    return stopped


def test_a_good_database_passes(caller):
    assert caller.ask().body == b'{"status": "pass"}'
    assert caller.ask("/ipai/health/ready").body == b'{"status": "pass"}'


def signal_all(pids, number):
    """Send a signal to processes of which some may have ended by now."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


@KEPT
def test_a_server_that_is_stopped(caller, stopped, kept):
    if kept:
        assert caller.ask().code == 200
    with stopped():
        failed_in_time(caller.ask())
        failed_in_time(caller.ask("/ipai/health/ready"))
        assert caller.ask("/ipai/health/live").seconds < 1.0
    time.sleep(LEFT_ALONE)
    assert caller.ask().code == 200


@KEPT
def test_a_network_that_swallows(make_caller, stub, link, kept):
    caller = make_caller(link.port, db_names=(stub,))
    if kept:
        assert caller.ask().code == 200
    link.mute()
    failed_in_time(caller.ask())
    (seen,) = caller.details().json["checks"]["database:responseTime"]
    assert (seen["status"], seen["componentId"]) == ("fail", stub)
    link.heal()
    time.sleep(LEFT_ALONE)
    assert caller.ask().code == 200


@pytest.mark.parametrize("dead_end", [BlackHole, SilentListener])
def test_a_port_that_leads_nowhere(make_caller, stub, dead_end):
    end = dead_end()
    before = descriptors()
    caller = make_caller(end.port, db_names=(stub,))
    busy = time.thread_time()
    failed_in_time(caller.ask())
    assert time.thread_time() - busy < BUSY
    again = caller.ask()
    failed_in_time(again)
    assert again.seconds < 1.0, "a silent server is left alone for a moment"
    assert descriptors() - before <= (dead_end is SilentListener)
    end.close()


def test_a_database_that_no_look_reached_in_time_is_told(make_caller):
    nobody = SilentListener()
    caller = make_caller(
        nobody.port, db_names=("one", "two"), settings={"timeout": 0.2}
    )
    one, two = caller.details().json["checks"]["database:responseTime"]
    nobody.close()
    assert (one["componentId"], one["status"]) == ("one", "fail")
    assert (two["componentId"], two["status"]) == ("two", "warn")
    assert two["output"] == "no look at it ended in time yet"


def test_a_port_that_refuses(make_caller, stub):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        reply = make_caller(free.getsockname()[1], db_names=(stub,)).ask()
    failed_in_time(reply)
    assert reply.seconds < 1.0


def test_a_name_server_that_hangs(make_caller, stub, monkeypatch):
    original = resolve.resolve
    go_on = threading.Event()

    def hang(_host):
        go_on.wait(10)
        return original("127.0.0.1")

    monkeypatch.setattr(resolve, "resolve", hang)
    before = threads()
    caller = make_caller(address="hanging.invalid", db_names=(stub,))
    failed_in_time(caller.ask())
    time.sleep(LEFT_ALONE)
    failed_in_time(caller.ask())
    assert threads() == before + 1, "one thread waits, however often the name is asked"
    go_on.set()
    time.sleep(LEFT_ALONE)
    assert caller.ask().code == 200
    assert threads() == before


def test_a_name_that_does_not_exist(make_caller, stub):
    failed_in_time(make_caller(address="nowhere.invalid", db_names=(stub,)).ask())


def test_a_slow_network_is_no_silent_server(make_caller, stub, link):
    """Connecting takes longer than a look may wait, so the next one goes on with it."""
    caller = make_caller(link.port, db_names=(stub,))
    link.delay(0.3)
    failed_in_time(caller.ask())
    end = time.monotonic() + 10
    while (reply := caller.ask()).code != 200 and time.monotonic() < end:
        failed_in_time(reply)
        time.sleep(0.2)
    assert reply.body == b'{"status": "warn"}'
    link.delay(0.0)
    assert caller.ask().body == b'{"status": "pass"}'


def test_a_connection_that_was_cut_off_while_it_opened_is_no_fault(
    make_caller, stub, link
):
    caller = make_caller(link.port, db_names=(stub,))
    link.delay(0.3)
    failed_in_time(caller.ask())
    link.delay(0.0)
    link.heal()
    time.sleep(LEFT_ALONE)
    assert caller.ask().body == b'{"status": "pass"}'


@KEPT
def test_a_table_locked_exclusively(caller, postgres, stub, kept):
    if kept:
        assert caller.ask().code == 200
    owner = locked(postgres, stub, "ir_module_module")
    failed_in_time(caller.ask())
    assert not postgres.administer(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    ), "a look that was given up waits in PostgreSQL"
    owner.close()
    time.sleep(LEFT_ALONE)
    assert caller.ask().code == 200


@KEPT
def test_a_locked_table_of_our_own_is_no_outage(caller, postgres, stub, kept):
    if kept:
        assert caller.ask().code == 200
    owner = locked(postgres, stub, "ipai_health_finding")
    reply = caller.ask()
    assert reply.body == b'{"status": "warn"}'
    assert reply.seconds < IN_TIME
    assert caller.ask("/ipai/health/ready").body == b'{"status": "pass"}'
    owner.close()
    time.sleep(LEFT_ALONE)
    assert caller.ask().body == b'{"status": "pass"}'


@KEPT
@pytest.mark.parametrize("table", ["ir_cron", "ir_config_parameter", "ir_model_data"])
def test_a_locked_table_that_no_page_waits_for_is_no_outage(
    caller, postgres, stub, kept, table
):
    """As the installation of a module locks it that adds a column."""
    if kept:
        assert caller.ask().code == 200
    with contextlib.closing(locked(postgres, stub, table)):
        reply = caller.ask()
        assert reply.body == b'{"status": "warn"}'
        assert reply.seconds < IN_TIME
        assert caller.ask("/ipai/health/ready").body == b'{"status": "pass"}'
        (seen,) = caller.details().json["checks"]["database:responseTime"]
        assert f"database-table-locked: {table} cannot be read" in seen["output"]
        assert "self-check" not in seen["output"]
    time.sleep(LEFT_ALONE)
    assert caller.ask().body == b'{"status": "pass"}'


def test_an_index_that_is_built_anew_is_no_outage(caller, postgres, stub):
    postgres.execute("CREATE INDEX cron_call ON ir_cron (nextcall)", database=stub)
    with contextlib.closing(postgres.connect(stub)) as owner:
        owner.autocommit = False
        owner.cursor().execute("REINDEX INDEX cron_call")
        assert caller.ask().body == b'{"status": "warn"}'
        assert caller.ask("/ipai/health/ready").body == b'{"status": "pass"}'


def test_what_administrators_chose_counts_while_it_cannot_be_read(
    caller, postgres, stub
):
    """A mute, in the very upgrade that makes it unreadable."""
    pending = "UPDATE ir_module_module SET state = 'to upgrade', write_date = NULL"
    postgres.execute(pending, database=stub)
    assert caller.ask().code == 503
    find(postgres, stub, "module-pending", state="muted", subject="base")
    assert caller.ask().code == 200
    with contextlib.closing(locked(postgres, stub, "ipai_health_finding")):
        assert caller.ask().body == b'{"status": "warn"}'
    time.sleep(LEFT_ALONE)
    assert caller.ask().code == 200
    postgres.execute("DELETE FROM ipai_health_finding", database=stub)
    with contextlib.closing(locked(postgres, stub, "ir_cron")):
        assert caller.ask().code == 503, "no longer muted, and that can be read"


def test_a_lock_that_is_gone_when_it_is_looked_for_is_nothing(
    caller, postgres, stub, monkeypatch
):
    assert caller.ask().code == 200
    owner = locked(postgres, stub, "ir_cron")
    ask_locked = Looker._ask_locked

    def release_first(*arguments):
        owner.rollback()
        return ask_locked(*arguments)

    monkeypatch.setattr(Looker, "_ask_locked", release_first)
    assert caller.ask().body == b'{"status": "pass"}'
    owner.close()


@KEPT
def test_tables_of_another_version_of_the_addon_are_no_outage(
    caller, postgres, stub, kept
):
    """As in a rolling deploy, before the upgrade or after it."""
    if kept:
        assert caller.ask().code == 200
    rename = "ALTER TABLE ipai_health_check RENAME COLUMN {} TO {}"
    postgres.execute(rename.format("depth", "profundity"), database=stub)
    reply = caller.ask()
    assert reply.body == b'{"status": "warn"}'
    assert caller.ask("/ipai/health/ready").body == b'{"status": "pass"}'
    outputs = [
        seen["output"]
        for checks in caller.details().json["checks"].values()
        for seen in checks
    ]
    assert any('column "depth" does not exist' in output for output in outputs)
    postgres.execute(rename.format("profundity", "depth"), database=stub)
    time.sleep(LEFT_ALONE)
    assert caller.ask().body == b'{"status": "pass"}'


@KEPT
def test_every_slot_taken(caller, postgres, stub, kept):
    if kept:
        assert caller.ask().code == 200
    taken = []
    with pytest.raises(psycopg2.OperationalError):
        while True:
            taken.append(postgres.connect(stub))
    failed_in_time(caller.ask())
    failed_in_time(caller.ask("/ipai/health/ready"))
    for connection in taken:
        connection.close()
    time.sleep(0.3)
    assert caller.ask().code == 200


def test_a_pool_without_a_connection_left(caller):
    caller.host.pool = "all 64 connections are in use"
    failed_in_time(caller.ask())
    failed_in_time(caller.ask("/ipai/health/ready"))
    caller.host.pool = ""
    assert caller.ask().code == 200


def test_a_server_that_was_restarted_is_no_fault(caller, postgres):
    assert caller.ask().code == 200
    postgres.stop()
    failed_in_time(caller.ask())
    postgres.start()
    assert caller.ask().code == 200
    postgres.stop()
    postgres.start()
    assert caller.ask().code == 200


def test_a_look_that_is_stuck_is_shared(make_caller, stub, link):
    """While one look waits, no second one starts."""
    caller = make_caller(link.port, db_names=(stub, "postgres"))
    assert caller.ask(query=f"db={stub}").code == 200
    link.mute()
    replies = []

    def ask():
        replies.append(caller.ask(query=f"db={stub}"))

    askers = [threading.Thread(target=ask) for _each in range(10)]
    before = len(link.pairs)
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    for reply in replies:
        failed_in_time(reply)
    assert len(link.pairs) - before <= 1


@pytest.fixture
def others(postgres):
    """Return two more good databases."""
    names = ("other", "third")
    for name in names:
        make_stub(postgres, name)
    yield names
    for name in names:
        postgres.drop(name)


def test_other_databases_are_answered_while_a_look_is_stuck(
    make_caller, postgres, stub, others
):
    """Whichever of the two connections it holds."""
    caller = make_caller(db_names=(stub, *others))
    owner = locked(postgres, stub, "ir_module_module")
    for kept in (stub, others[0]):
        caller.probe.close()
        caller.ask(query=f"db={kept}")
        end = time.monotonic() + 2.0
        stuck = []

        def ask(until=end, replies=stuck):
            while time.monotonic() < until:
                replies.append(caller.ask(query=f"db={stub}"))

        asker = threading.Thread(target=ask)
        asker.start()
        while time.monotonic() < end:
            for name in others:
                reply = caller.ask(query=f"db={name}")
                assert reply.code == 200
                assert reply.seconds < IN_TIME
        asker.join()
        for reply in stuck:
            failed_in_time(reply)
    seen = caller.details().json["checks"]["database:responseTime"]
    states = {each["componentId"]: each["status"] for each in seen}
    assert states == {stub: "fail", **dict.fromkeys(others, "pass")}
    owner.close()


def test_one_look_per_ttl_however_many_ask(make_caller, stub, monkeypatch):
    ttl, seconds = 0.5, 2.2
    caller = make_caller(db_names=(stub,), settings={"ttl": ttl})
    looker = caller.probe._state._looker
    look, looks = looker.look, []

    def counted(*arguments):
        looks.append(arguments)
        return look(*arguments)

    monkeypatch.setattr(looker, "look", counted)
    end = time.monotonic() + seconds
    asked = []

    def ask():
        while time.monotonic() < end:
            asked.append(caller.ask(query="verbose").code)

    askers = [threading.Thread(target=ask) for _each in range(6)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert set(asked) == {200}
    assert len(asked) > 100
    assert 2 <= len(looks) <= seconds / ttl + 1
