"""One connection is kept, whatever is asked in between."""

import pytest
from sandbox.processes import wait_until

from ipai_health.probe.deadline import Deadline
from ipai_health.probe.failure import ConnectionLost, LookFailed, ServerSilent
from ipai_health.probe.opening import connect
from ipai_health.probe.server import Question, Server

from .stand_in import StandIn, make_stub

WHO = Question("SELECT pg_backend_pid(), current_database()::text", ())


@pytest.fixture
def ask(postgres, stub):
    """Give a function that returns process and database of the answering backend."""
    server = Server(StandIn(postgres, postgres.port).parameters)
    yield lambda name, **more: server.fetch(name, WHO, Deadline(2.0), **more)[0]
    server.close()


@pytest.fixture
def other(postgres):
    yield make_stub(postgres, "other")
    postgres.drop("other")


def test_the_same_database_is_asked_through_the_same_connection(ask, stub):
    first = ask(stub, keep=True)
    assert first[1] == stub
    assert ask(stub) == ask(stub, keep=True) == ask(None) == first


def test_a_look_elsewhere_leaves_the_kept_connection_alone(ask, stub, other):
    first = ask(stub, keep=True)
    process, database = ask(other)
    assert database == other
    assert process != first[0]
    assert ask(stub) == first


def test_another_one_is_kept_when_that_is_asked_for(ask, stub, other):
    first = ask(stub, keep=True)
    second = ask(other, keep=True)
    assert second[1] == other
    assert ask(None) == second
    assert ask(stub) != first


def test_whoever_asks_elsewhere_gives_up_what_is_still_opening(
    postgres, stub, other, link
):
    server = Server(StandIn(postgres, link.port).parameters)
    link.delay(0.1)
    with pytest.raises(ServerSilent):
        server.fetch(stub, WHO, Deadline(0.6))
    link.delay(0.0)
    assert server.fetch(other, WHO, Deadline(2.0))[0][1] == other
    assert server.fetch(stub, WHO, Deadline(2.0))[0][1] == stub
    server.close()

    def left():
        return postgres.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname IN (%s, %s)"
            " AND pid <> pg_backend_pid()",
            (stub, other),
            database="postgres",
        )

    # a process lives on for a moment after its connection was closed
    assert wait_until(lambda: not left(), 2)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("08P01", ConnectionLost), ("57P05", ConnectionLost), ("42501", LookFailed)],
)
def test_what_is_said_to_be_lost_is_closed_and_nothing_else(postgres, stub, code, kind):
    """A pooler says so on a connection that it leaves open."""
    parameters = StandIn(postgres, postgres.port).parameters(stub)
    connection = connect(stub, parameters, Deadline(2.0))
    with pytest.raises(LookFailed) as caught:
        connection.fetch(
            f"DO $$BEGIN RAISE 'x' USING ERRCODE = '{code}'; END$$", (), Deadline(2.0)
        )
    assert type(caught.value) is kind
    assert connection.closed == (kind is ConnectionLost)
    connection.close()
