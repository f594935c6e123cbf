"""A pod of the shipped manifest, from its start through a database that goes away."""

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
