"""``ipai-health serve`` beside a real prefork Odoo: it answers what nothing inside that
Odoo can, for as long as its own port is silent.
"""

import contextlib
import socket
import threading
import time

import pytest
from sandbox import processes
from sandbox.site import Site

from ipai_health.probe.agent import DOWN, READY, SILENCE_SECONDS
from tests.probe.sidecar import MEMORY, Sidecar

IN_TIME = 2.0
"""The promise: seconds for an answer, in every fault."""

SILENCE = 3.0
"""Seconds without an answer of Odoo's ``/live`` that count as silence."""

CONNECTIONS = """
    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ipai-health'
"""

STUCK = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = %s AND wait_event_type = 'Lock' AND state = 'active'
"""


@pytest.fixture
def instance(make_instance, make_database):
    """Return an Odoo of the database ``beside``, not started."""
    instance = make_instance("beside", options={"dbfilter": "^beside$"})
    make_database(instance, "beside")
    return instance


@pytest.fixture
def make_sidecar(cluster, tmp_path):
    """Return a function that starts a sidecar beside the Odoo on a port."""
    made = []

    def make(port):
        sidecar = Sidecar(tmp_path, cluster, "beside", port)
        made.append(sidecar)
        assert processes.wait_until(
            lambda: sidecar.ask("/ipai/health/live")[0] == 200, 20
        ), sidecar.log.read_text()
        return sidecar

    yield make
    for each in made:
        processes.stop(each.process)


@contextlib.contextmanager
def locked(postgres, table):
    """Hold the strongest lock on ``table`` of the database ``beside``."""
    with contextlib.closing(postgres.connect("beside")) as connection:
        connection.autocommit = False
        connection.cursor().execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def fails_with_reason(sidecar, reason):
    """Fail unless both paths say so in time, to everybody in one word and to those
    who may know with ``reason``.
    """
    for path in ("/ipai/health", "/ipai/health/ready"):
        code, body, seconds, _headers = sidecar.ask(path)
        assert (code, body) == (503, b'{"status": "fail"}')
        assert seconds < IN_TIME
    assert any(reason in note for note in sidecar.notes()), sidecar.notes()
    assert sidecar.ask("/ipai/health/live")[:2] == (200, b'{"status": "pass"}')


def is_frugal(sidecar, postgres):
    """Fail unless it holds one connection and little memory."""
    assert postgres.administer(CONNECTIONS) == [(1,)]
    assert sidecar.memory() < MEMORY


def passes(sidecar):
    """Wait until it says that Odoo serves."""
    assert processes.wait_until(
        lambda: sidecar.ask("/ipai/health/ready")[0] == 200, 10
    ), sidecar.notes()
    assert sidecar.agent() == READY


def test_both_workers_stuck_in_a_query(instance, make_sidecar, cluster):
    with instance.serve("-d", "beside", mode="prefork") as server:
        site = Site(instance, server.wait("/ipai/health/ready"), "beside")
        sidecar = make_sidecar(server.port)
        passes(sidecar)
        visitors = [threading.Thread(target=_log_in, args=(site,)) for _each in (1, 2)]
        with locked(cluster, "res_users"):
            for visitor in visitors:
                visitor.start()
            assert processes.wait_until(
                lambda: cluster.administer(STUCK, ("beside",)) >= [(2,)], 20
            )
            assert site.code("/ipai/health/live", timeout=SILENCE) == 0
            fails_with_reason(sidecar, "every worker is busy or stuck")
            began = time.monotonic()
            assert processes.wait_until(lambda: sidecar.agent() == DOWN, 30)
            assert time.monotonic() - began > SILENCE_SECONDS / 2
            is_frugal(sidecar, cluster)
        passes(sidecar)
        for visitor in visitors:
            visitor.join(30)
        assert site.code("/ipai/health/live") == 200
        is_frugal(sidecar, cluster)


def _log_in(site):
    """Take one worker: a login reads the users."""
    with contextlib.suppress(TypeError, AttributeError):  # ended with the server
        site.log_in()


def test_an_odoo_that_starts(instance, make_sidecar, cluster):
    """Not there yet, then listening while its registry waits for a table, then well."""
    port = processes.free_port()
    sidecar = make_sidecar(port)
    fails_with_reason(sidecar, "Connection refused")
    assert sidecar.agent() == DOWN
    with locked(cluster, "ir_model_fields"):
        server = instance.serve("-d", "beside", mode="prefork", port=port)
        assert processes.wait_until(lambda: _listens(port), 60)
        assert server.get("/ipai/health/live", timeout=SILENCE)[0] == 0
        fails_with_reason(sidecar, "it is still starting")
        assert sidecar.agent() == DOWN
        is_frugal(sidecar, cluster)
    with server:
        assert processes.wait_until(
            lambda: sidecar.ask("/ipai/health/ready")[0] == 200, 60
        )
        passes(sidecar)


def _listens(port):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False
