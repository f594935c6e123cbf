"""Behind PgBouncer, which refuses or ignores startup options: no backend is left."""

import pytest
from psycopg2.extensions import POLL_OK, TRANSACTION_STATUS_IDLE
from sandbox.link import Pooler
from sandbox.processes import wait_until

from ipai_health.probe.deadline import Deadline
from ipai_health.probe.failure import TimedOut
from ipai_health.probe.opening import connect

from .stand_in import StandIn, locked

WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"

LIMITS = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"


@pytest.fixture(params=[False, True], ids=["refuses", "ignores"])
def pooler(postgres, request):
    """Return a pooler before PostgreSQL."""
    pooler = Pooler((postgres.host, postgres.port), ignores=request.param)
    yield pooler
    pooler.close()


def test_a_pooler_is_no_fault(make_caller, stub, pooler):
    caller = make_caller(pooler.port, db_names=(stub,))
    for _each in range(3):
        assert caller.ask().body == b'{"status": "pass"}'
    assert pooler.refused == 0, "nothing is asked of it that it refuses"
    assert pooler.served == 1, "the connection is kept"


def test_a_look_that_was_given_up_leaves_no_backend(
    make_caller, postgres, stub, pooler
):
    caller = make_caller(pooler.port, db_names=(stub,))
    assert caller.ask().code == 200
    owner = locked(postgres, stub, "ir_module_module")
    assert caller.ask().code == 503
    gone = wait_until(lambda: not postgres.administer(WAITING), 3)
    owner.close()
    assert gone, "a look that was given up waits in PostgreSQL"
    assert wait_until(lambda: caller.ask().code == 200, 5)


def test_every_statement_has_its_limits_and_leaves_none_behind(postgres, stub):
    parameters = StandIn(postgres, postgres.port).parameters(stub)
    connection = connect(stub, parameters, Deadline(2.0))
    assert connection.fetch(LIMITS, (), Deadline(2.0)) == [("500ms", "1s")]
    raw = connection._raw
    assert not raw.notices, "SET LOCAL outside of a transaction is a warning"
    with pytest.raises(TimedOut, match="the statement took too long"):
        connection.fetch("SELECT pg_sleep(5)", (), Deadline(4.0))
    assert raw.get_transaction_status() == TRANSACTION_STATUS_IDLE
    cursor = raw.cursor()
    cursor.execute(LIMITS)
    assert wait_until(lambda: raw.poll() == POLL_OK, 2)
    assert cursor.fetchone() == ("0", "0"), "whoever has it next has limits of its own"
    connection.close()
