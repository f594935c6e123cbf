"""docker/kubernetes: objects that the API server would take, and what they mean."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from tests.docker import busy

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "docker/kubernetes/odoo.yaml"
DOCUMENTS = list(yaml.safe_load_all(MANIFEST.read_text()))

VERSIONS = ("1.25", kubernetes_validate.latest_version())
"""The oldest and the newest whose schemas the package has: what both take, those in
between take too.
"""


@pytest.fixture
def deployment():
    """Return a Deployment of one's own to look at, and to break."""
    return copy.deepcopy(next(one for one in DOCUMENTS if one["kind"] == "Deployment"))


def containers(deployment):
    """Return the containers of the pod by their names."""
    listed = deployment["spec"]["template"]["spec"]["containers"]
    return {one["name"]: one for one in listed}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one["kind"])
def test_kubernetes_own_schema_takes_every_object(document, version):
    kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda odoo: odoo.update(livenessProbes=odoo.pop("livenessProbe")),
        lambda odoo: odoo["readinessProbe"].update(periodSeconds="2"),
        lambda odoo: odoo["lifecycle"]["preStop"]["exec"].update(command="sleep 15"),
        lambda odoo: odoo.pop("name"),
    ],
    ids=["misspelt", "text for a number", "text for a list", "without a name"],
)
def test_the_schema_finds_what_is_wrong(deployment, break_it):
    break_it(containers(deployment)["odoo"])
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, VERSIONS[-1], strict=True)


def test_each_probe_asks_the_right_thing(deployment):
    odoo = containers(deployment)["odoo"]
    paths = {
        kind: odoo[f"{kind}Probe"]["httpGet"]["path"]
        for kind in ("startup", "liveness", "readiness")
    }
    assert paths == {
        "startup": "/ipai/health/live",
        "liveness": "/ipai/health/live",
        "readiness": "/ipai/health/ready",
    }


def seconds_until_given_up(probe, answered_after):
    """Return how soon a fault can be told whose questions all fail, after so many
    seconds each or with their time: Kubernetes asks the next one when its period is
    over and the last one is done, and takes a timeout for a failure like another.
    """
    takes = min(answered_after, probe["timeoutSeconds"])
    pauses = (probe["failureThreshold"] - 1) * max(probe["periodSeconds"], takes)
    return pauses + takes


SILENCE = float("inf")


def test_a_queue_takes_no_pod_out_and_a_word_does(deployment):
    """Else reports in the workers of all pods would leave the Service without any."""
    readiness = containers(deployment)["odoo"]["readinessProbe"]
    assert seconds_until_given_up(readiness, SILENCE) > 30
    assert seconds_until_given_up(readiness, answered_after=2) < 6


def test_long_requests_in_every_worker_restart_no_pod(deployment):
    liveness = containers(deployment)["odoo"]["livenessProbe"]
    assert busy.LONGEST < seconds_until_given_up(liveness, SILENCE) < 2 * busy.LONGEST


def test_a_pod_drains_before_its_end_and_is_back_after_a_restart(deployment):
    """A container that liveness restarts was drained by preStop too, and finds the
    volume as it left it.
    """
    odoo = containers(deployment)["odoo"]
    drain = {one["name"]: one["value"] for one in odoo["env"]}["IPAI_HEALTH_DRAIN_FILE"]
    stop = " ".join(odoo["lifecycle"]["preStop"]["exec"]["command"])
    assert f"touch {drain}" in stop
    pause = int(re.search(r"sleep (\d+)", stop)[1])
    pod = deployment["spec"]["template"]["spec"]
    assert pause < pod["terminationGracePeriodSeconds"]
    assert odoo["lifecycle"]["postStart"]["exec"]["command"] == ["rm", "-f", drain]


def test_names_within_the_objects_lead_somewhere(deployment):
    pod = deployment["spec"]["template"]["spec"]
    volumes = {one["name"] for one in pod["volumes"]}
    for container in pod["containers"]:
        assert {one["name"] for one in container["volumeMounts"]} <= volumes
        named = {one["name"] for one in container["ports"]}
        probes = [container[key] for key in container if key.endswith("Probe")]
        assert {probe["httpGet"]["port"] for probe in probes} <= named
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    service = next(one for one in DOCUMENTS if one["kind"] == "Service")
    assert service["spec"]["selector"].items() <= labels
    ports = {one["name"] for one in containers(deployment)["odoo"]["ports"]}
    assert {one["targetPort"] for one in service["spec"]["ports"]} <= ports
    claims = {
        one["persistentVolumeClaim"]["claimName"]
        for one in pod["volumes"]
        if "persistentVolumeClaim" in one
    }
    made = {
        one["metadata"]["name"]
        for one in DOCUMENTS
        if one["kind"] == "PersistentVolumeClaim"
    }
    assert claims == made


def test_the_how_to_shows_what_the_manifest_has(deployment):
    """The page's excerpt is the manifest's own, word for word."""
    page = (ROOT / "docs/how-to/kubernetes.md").read_text("utf-8")
    (excerpt,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    odoo = containers(deployment)["odoo"]
    shown = yaml.safe_load(excerpt)
    assert shown == {key: odoo[key] for key in shown}
    assert {"startupProbe", "readinessProbe", "livenessProbe", "lifecycle"} == set(
        shown
    )
