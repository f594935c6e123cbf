"""A pod of the shipped manifest, from its start through a database that goes away."""

import contextlib
import os
import signal

import pytest
from sandbox.processes import wait_until

from .bench import BACK
from .kubelet import LIVENESS, READINESS, Kubelet


@pytest.fixture
def pod(bench):
    """Return a server that was started this moment."""
    assert wait_until(bench.well, BACK)
    with bench.instance.serve(mode=bench.server.mode) as server:
        yield server


@contextlib.contextmanager
def busy(server):
    """Let nobody in ``server`` take a question: it stands in the queue."""
    os.killpg(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(server.process.pid, signal.SIGCONT)


@pytest.mark.torture
def test_a_queue_of_half_a_minute_takes_no_pod_out(pod):
    kubelet = Kubelet(pod)
    assert kubelet.play(60, until=lambda: kubelet.ready), "it never gets traffic"
    with busy(pod):
        assert not kubelet.play(30, until=lambda: not kubelet.ready or kubelet.killed)
        assert kubelet.failed[READINESS] > 0
        assert kubelet.failed[LIVENESS] > 0
    asked = kubelet.asked[LIVENESS]
    assert kubelet.play(60, until=lambda: kubelet.asked[LIVENESS] > asked + 1)
    assert (kubelet.ready, kubelet.killed) == (True, 0)


def test_as_kubernetes_asks(bench, pod):
    kubelet = Kubelet(pod)
    assert kubelet.play(60, until=lambda: kubelet.ready), "it never gets traffic"
    pid = pod.process.pid
    notice = kubelet.probes[READINESS]
    seconds = notice["periodSeconds"] * (notice["failureThreshold"] + 1) + BACK
    with bench.postgres_stopped():
        assert kubelet.play(seconds, until=lambda: not kubelet.ready)
        assert not kubelet.play(
            kubelet.probes[LIVENESS]["periodSeconds"], until=lambda: kubelet.ready
        ), "traffic comes to a pod without a database"
    assert kubelet.play(seconds, until=lambda: kubelet.ready), "no traffic comes back"
    assert pod.get("/web/login")[0] == 200
    assert kubelet.asked[LIVENESS] >= 2
    assert kubelet.failed[LIVENESS] == kubelet.killed == 0
    assert (pod.process.pid, pod.process.poll()) == (pid, None)
