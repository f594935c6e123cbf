"""The image with a real Odoo and PostgreSQL, as far as it goes without docker.

The Dockerfile's steps are played in a folder. docker/odoo.conf holds but for what a
container has of its own: addresses, and where its files lie.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from sandbox import processes
from sandbox.instance import LAUNCHER

from tests.docker import played

PATIENCE = 90.0


class Container:
    """Runs the image's entrypoint, as docker would for the service odoo."""

    def __init__(self, image, folder, source, postgres):
        self.image = image
        self.folder = folder
        self.port = processes.free_port()
        self.conf = folder / "odoo.conf"
        self.conf.write_text(self._conf(postgres))
        for name, secret in (("password", postgres.password), ("token", "of-a-file")):
            (folder / name).write_text(f"{secret}\n")
        odoo = f'exec "{sys.executable}" "{LAUNCHER}" "$@"'
        played.program(image, "odoo", f'export PYTHONPATH="{source.core}"\n{odoo}')
        played.program(image, "python3", f'exec "{sys.executable}" "$@"')
        self.addons = source.addons_paths

    def _conf(self, postgres):
        text = (self.image / "etc/odoo/odoo.conf").read_text()
        for key, value in {
            "db_host": postgres.host,
            "db_port": postgres.port,
            "data_dir": self.folder / "data",
            "http_interface": "127.0.0.1",
        }.items():
            line = next(one for one in text.splitlines() if one.startswith(f"{key} ="))
            text = text.replace(line, f"{key} = {value}")
        return text

    def variables(self, run):
        """Return the environment of compose's service."""
        return played.variables(self.image, self.folder / run) | {
            "ODOO_CONF_TEMPLATE": str(self.conf),
            "PASSWORD_FILE": str(self.folder / "password"),
            "IPAI_HEALTH_TOKEN_FILE": str(self.folder / "token"),
        }

    def odoo(self, *words):
        """Return the words that run Odoo on what the image has as its addons."""
        base = ",".join(str(path) for path in self.addons)
        addons = f"{base},{self.image}/opt/odoo/addons"
        return ("odoo", *words, f"--addons-path={addons}", f"--http-port={self.port}")

    def run(self, *words, run="run"):
        """Run a command to its end."""
        return subprocess.run(
            [self.image / "usr/local/bin/ipai-entrypoint", *words],
            env=self.variables(run),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @contextlib.contextmanager
    def running(self, *words, run="run"):
        """Keep a command running for as long as ``with`` lasts."""
        with (self.folder / f"{run}.log").open("wb") as log:
            process = processes.start(
                [self.image / "usr/local/bin/ipai-entrypoint", *words],
                env=self.variables(run),
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            processes.stop(process)

    def is_healthy(self, port):
        """Tell what compose's health check says, which passes by the entrypoint."""
        check = self.image / "usr/local/bin/ipai-healthcheck"
        words = [sys.executable, check, "/ipai/health/ready", str(port)]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture
def container(source, cluster, base_template, workshop, tmp_path):
    """Give a container beside a PostgreSQL that has the database ``odoo``."""
    image = played.play(tmp_path / "image")
    cluster.create("odoo", base_template)
    yield Container(image, tmp_path, source, cluster)
    cluster.drop("odoo")


@pytest.mark.torture
def test_install_serve_and_sidecar(container):
    installed = container.run(
        *container.odoo("-d", "odoo", "-i", "ipai_health", "--stop-after-init")
    )
    assert installed.returncode == 0, installed.stderr[-3000:]
    with container.running(*container.odoo()) as odoo:
        assert processes.wait_until(
            lambda: container.is_healthy(container.port),
            PATIENCE,
            0.5,
        ), (container.folder / "run.log").read_text()[-3000:]
        assert "checks" in _details(container.port)
        port = processes.free_port()
        url = f"http://127.0.0.1:{container.port}"
        words = ("ipai-health", "serve", "--odoo", url, "--port", str(port))
        with container.running(*words, run="sidecar"):
            assert processes.wait_until(
                lambda: container.is_healthy(port),
                PATIENCE,
                0.5,
            ), (container.folder / "sidecar.log").read_text()[-3000:]
            processes.stop(odoo)
            assert processes.wait_until(
                lambda: "Odoo does not answer" in " ".join(_details(port)["notes"]), 10
            ), _details(port)


def _details(port):
    """Return the details, opened by the token that came from a file."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/ipai/health?verbose",
        headers={"Authorization": "Bearer of-a-file"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as answer:
        with answer:
            return json.loads(answer.read())
