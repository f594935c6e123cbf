"""A PostgreSQL of the tests' own, databases made for the probe, and a probe of them."""

import pytest
from sandbox.link import Link
from sandbox.paths import run_folder
from sandbox.postgres import EmbeddedPostgres

from ipai_health.probe.application import Probe
from ipai_health.probe.settings import Settings

from .stand_in import Caller, StandIn, make_stub


@pytest.fixture(scope="session")
def postgres():
    """Return a PostgreSQL that tests may stop and start again."""
    settings = {"max_connections": "40"}
    folder = run_folder() / "test" / "probe"
    server = EmbeddedPostgres(folder, settings=settings).start()
    yield server
    server.erase()


@pytest.fixture
def stub(postgres):
    """Return a database that holds what a look reads, in good health."""
    yield make_stub(postgres, "stub")
    postgres.drop("stub")


@pytest.fixture
def link(postgres):
    """Return a breakable link to PostgreSQL."""
    link = Link((postgres.host, postgres.port))
    yield link
    link.close()


@pytest.fixture
def make_caller(postgres, tmp_path):
    """Return a function that makes a probe and a caller of it."""
    made = []

    def make(port=None, address="127.0.0.1", settings=None, server=None, **values):
        server = server or postgres
        stand_in = StandIn(server, port or server.port, address, **values)
        chosen = {"drain_file": str(tmp_path / "drain"), "ttl": 0.0, "token": "token"}
        probe = Probe(stand_in, Settings(**chosen | (settings or {})))
        made.append(probe)
        return Caller(probe, stand_in)

    yield make
    for probe in made:
        probe.close()


@pytest.fixture
def caller(make_caller, stub):
    """Return a caller of a probe of the good database."""
    return make_caller(db_names=(stub,))
