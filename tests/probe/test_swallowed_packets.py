"""A network that drops every packet, in a network namespace of the test's own: unlike
behind a proxy, no kernel acknowledges anything there.
"""

import json
import os
import sys

import pytest
from sandbox import namespace
from sandbox.paths import ROOT, run_folder
from sandbox.postgres import EmbeddedPostgres

from .stand_in import make_stub
from .test_faults import IN_TIME

INSIDE = "tests.probe.inside_namespace"
"""What asks the probe there; a module, as the namespace needs a process of its own."""


@pytest.fixture
def postgres_with_socket():
    """Return a PostgreSQL that listens on a Unix socket too: those are the same in
    every network namespace.
    """
    server = EmbeddedPostgres(run_folder() / "test" / "socket")
    server.settings["unix_socket_directories"] = str(server.folder)
    yield server.start()
    server.erase()


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "first"])
def test_an_answer_in_time_and_the_way_back(postgres_with_socket, kept, tmp_path):
    server = postgres_with_socket
    make_stub(server, "stub")
    done = namespace.run(
        f"{server.folder}/.s.PGSQL.{server.port}",
        *(sys.executable, "-m", INSIDE, str(tmp_path / "drain"), str(kept)),
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}",
            "PASSWORD": server.password,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [code for code, _seconds in told["well"]] == [200]
    for code, seconds in told["swallowed"]:
        assert code == 503
        assert seconds < IN_TIME
    slowest = max(seconds for _code, seconds in told["swallowed"])
    assert slowest > 1.0, "it was answered, so nothing was swallowed"
    assert [code for code, _seconds in told["back"]] == [200]
    assert told["before"] == told["after"], "threads and descriptors"
