"""Several servers on one database, and what is asked about them."""

import contextlib
import fcntl
import os

import pytest
from sandbox import processes
from sandbox.instance import Instance
from sandbox.paths import ROOT

from ipai_health.probe.drain import node_name, own_file

MINUTE = 60.0


class NodeCluster:
    """Servers of the database ``shop``, all with the data folder of ``instance``."""

    def __init__(self, instance, folder):
        self.instance = instance
        self.data = instance.data
        self.folder = folder
        self.servers = []

    def start(self, mode="threaded", addons=(ROOT,), words=(), host=None, **options):
        """Return a new server, ready to answer.

        :param host: the host name it has, as a container has one of its own
        :param options: passed on to ``Instance.serve``
        """
        instance = Instance(
            self.instance.source,
            self.instance.postgres,
            self.folder / f"node{len(self.servers)}",
            options={"db_name": "shop", "data_dir": str(self.data)},
            addons=addons,
        )
        if host:
            command = instance.command
            instance.command = lambda *words: [*on_host(host), *command(*words)]
        server = instance.serve(*words, mode=mode, **options)
        self.servers.append(server)
        return server.wait()

    def sql(self, statement, *values):
        """Run one statement in the database and return its rows."""
        return self.instance.postgres.execute(statement, values, "shop")

    def rows(self):
        """Return for the port of every node whether it said goodbye."""
        return dict(self.sql("SELECT port, stopped IS NOT NULL FROM ipai_health_node"))

    def told(self, rules="node-"):
        """Return rule, port and message of each open finding whose rule begins so."""
        statement = """
            SELECT rule, split_part(coalesce(nullif(node, ''), subject), ':', 2)::int,
                   message
              FROM ipai_health_finding
             WHERE state = 'open' AND starts_with(rule, %s) ORDER BY 1, 2
        """
        return [tuple(row) for row in self.sql(statement, rules)]


@pytest.fixture
def nodes(make_instance, make_database, tmp_path):
    """Return a cluster without any server yet."""
    instance = make_instance("first", options={"db_name": "shop"})
    make_database(instance, "shop")
    cluster = NodeCluster(instance, tmp_path)
    yield cluster
    for server in cluster.servers:
        server.stop()


@contextlib.contextmanager
def without_helper(instance, port):
    """Hold the lock that elects the helper thread of the node on ``port``: what that
    does by itself would be counted as somebody else's.
    """
    file = own_file(str(instance.data), node_name(port), "node") + ".lock"
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def on_host(name):
    """Return the words that give what follows them another host name."""
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = f'hostname {name} && exec "$@"'
    return ["unshare", "--uts", *rights, "sh", "-c", script, "sh"]


def until(promise, seconds=MINUTE):
    """Wait for ``promise()`` to become true, and fail when it does not."""
    value = processes.wait_until(promise, seconds, 0.5)
    assert value
    return value
