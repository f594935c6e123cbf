"""The roads to an installed addon: wheel, source archive, and folder to copy."""

import ast
import hashlib
import os
import shutil
import site
import subprocess
import sys
import tarfile
import venv
import zipfile

import pytest
from sandbox import processes
from sandbox.instance import Instance
from sandbox.paths import ROOT

from tests.live.balancer import get, running

HAPROXY_CONFIGURATION = """
defaults
    mode http
    timeout connect 3s
    timeout client 30s
    timeout server 30s
    timeout check 3s
listen site
    bind 127.0.0.1:{}
    option httpchk GET /ipai/health
    server node 127.0.0.1:{} check inter 1s
"""

VERSION = ast.literal_eval((ROOT / "ipai_health/__manifest__.py").read_text())[
    "version"
]


def build(checkout, target):
    """Return the packages built from ``checkout``, by their suffix."""
    subprocess.run(
        [sys.executable, "-m", "distribution", str(target)],
        check=True,
        env=os.environ
        | {"PYTHONPATH": f"{checkout}/scripts", "SOURCE_DATE_EPOCH": "1800000000"},
        stdout=subprocess.DEVNULL,
    )
    return {file.suffix: file for file in target.iterdir()}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def python(packages, tmp_path_factory):
    """Return the Python of an environment with our wheel, and of Odoo's and our
    dependencies those of the environment that runs this test.
    """
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder, with_pip=True)
    program = folder / "bin" / "python"
    subprocess.run(
        [
            *(program, "-m", "pip", "install", "-q", "--no-index", "--no-deps"),
            packages[".whl"],
        ],
        check=True,
        env=_clean(),
    )
    (packages_folder,) = folder.glob("lib/python*/site-packages")
    (packages_folder / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return program


def _clean():
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def run(python, *words, **options):
    return subprocess.run(
        [python, *words],
        capture_output=True,
        text=True,
        check=False,
        env=_clean(),
        **options,
    )


def test_two_builds_are_the_same_bytes(packages, tmp_path):
    copy = tmp_path / "copy"
    kept = shutil.ignore_patterns(".git", ".run", ".venv", "node_modules", "dist")
    shutil.copytree(ROOT, copy, ignore=kept, copy_function=shutil.copyfile)
    for file in (copy / "ipai_health").rglob("*.py"):
        file.chmod(0o600)
    again = build(copy, tmp_path / "dist")
    assert packages.keys() == again.keys() == {".whl", ".gz", ".zip"}
    for suffix, package in packages.items():
        assert package.name == again[suffix].name
        assert VERSION in package.name
        one, two = (
            hashlib.sha256(each.read_bytes()).hexdigest()
            for each in (package, again[suffix])
        )
        assert one == two, suffix


def test_the_packages_carry_every_file_of_the_addon(packages):
    addon = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "ipai_health").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    wheel = set(zipfile.ZipFile(packages[".whl"]).namelist())
    assert {f"odoo/addons/{name}" for name in addon} <= wheel
    assert not [name for name in wheel if name.startswith("ipai_health/models")]
    assert addon <= set(zipfile.ZipFile(packages[".zip"]).namelist())
    with tarfile.open(packages[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert addon <= names


def test_the_command_runs_from_the_wheel_alone(python, tmp_path):
    said = run(python.parent / "ipai-health", "--version", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert VERSION in said.stdout
    said = run(python.parent / "ipai-health", "explain", "asset-file-missing")
    assert said.returncode == 0
    assert "asset-file-missing" in said.stdout


def test_odoo_finds_the_addon_of_the_wheel(python, make_instance, make_database):
    instance = make_instance("wheel", addons=())
    _install_and_serve(instance, make_database, python)


def test_odoo_finds_the_folder_of_the_zip(
    packages, make_instance, make_database, tmp_path
):
    zipfile.ZipFile(packages[".zip"]).extractall(tmp_path / "addons")
    instance = make_instance("zip", addons=(tmp_path / "addons",))
    _install_and_serve(instance, make_database, sys.executable)


def _install_and_serve(instance: Instance, make_database, python):
    instance.command = lambda *words: [str(python), "-m", "odoo", *map(str, words)]
    instance.options |= {"db_name": "packed", "dbfilter": "^packed$"}
    instance.write_configuration()
    make_database(instance, "packed", template="template_base")
    log = instance.install("packed", ["ipai_health"])
    assert "ipai_health" in log
    with instance.serve() as server:
        server.wait("/ipai/health")
        _code, headers, _body = server.get("/ipai/health")
        assert headers["Content-Type"] == "application/health+json"
        assert _haproxy_serves(server, instance.folder)
    looked = instance.health("packed")
    assert looked.returncode == 0, looked.stderr


def _haproxy_serves(server, folder):
    """Tell whether a real HAProxy finds ``server`` up by the probe and passes it on."""
    port = processes.free_port()
    configuration = folder / "haproxy.cfg"
    configuration.write_text(HAPROXY_CONFIGURATION.format(port, server.port))
    program = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    command = [program, "-db", "-f", configuration]
    with running(command, folder / "haproxy.log", port):
        return processes.wait_until(lambda: get(port, "/web/login")[0] == 200, 20)
