"""Which service is Odoo and which PostgreSQL, by everything that tells it."""

from pathlib import Path

import pytest
import yaml

from ipai_health.gates.cli import main
from ipai_health.gates.composition.project import load
from ipai_health.gates.composition.roles import assign

SERVICES = yaml.safe_load(Path(__file__).with_name("compose_roles.yaml").read_text())


@pytest.fixture(scope="module")
def roles(tmp_path_factory):
    """Return the role of every service, all in one composition."""
    file = tmp_path_factory.mktemp("roles") / "compose.yaml"
    plain = {
        name: {key: value for key, value in one.items() if key != "is"}
        for name, one in SERVICES.items()
    }
    file.write_text(yaml.safe_dump({"services": plain}))
    assigned = assign(load([file], {}))
    kinds = {
        "odoo": assigned.odoo,
        "postgres": assigned.postgres,
        "pooler": assigned.poolers,
        "proxy": assigned.proxies,
    }
    return {one.name: kind for kind, found in kinds.items() for one in found}


@pytest.mark.parametrize("name", SERVICES)
def test_role(name, roles):
    assert roles.get(name, "none") == SERVICES[name]["is"]


DB = {"image": "postgres:16"}
ERP = {"image": "ghcr.io/acme/erp:1.0"}
CONF = {"volumes": ["./odoo.conf:/etc/odoo/odoo.conf:ro"]}


@pytest.mark.parametrize(
    ("erp", "odoo"),
    [
        (ERP | CONF, ["erp"]),
        (ERP | CONF | {"command": ["--workers=2"]}, ["erp"]),
        (ERP | {"volumes": ["./conf:/etc/odoo"]}, ["erp"]),
        (ERP | CONF | {"command": "ipai-health serve"}, []),
        (ERP | {"volumes": ["./x:/etc/odoo-sync.conf"]}, []),
        ({"image": "acme/backup"} | CONF, []),
        (ERP, []),
    ],
)
def test_a_configuration_tells_odoo_where_nothing_else_does(tmp_path, erp, odoo):
    file = tmp_path / "compose.yaml"
    file.write_text(yaml.safe_dump({"services": {"erp": erp, "db": DB}}))
    assert [one.name for one in assign(load([file], {})).odoo] == odoo


@pytest.mark.parametrize("services", [{"erp": ERP, "db": DB}, {"db": DB}])
def test_without_odoo_nothing_is_passed(tmp_path, services, capsys):
    file = tmp_path / "compose.yaml"
    file.write_text(yaml.safe_dump({"services": services}))
    assert main(["compose", "-f", str(file)]) == 2
    assert (
        capsys.readouterr().err == f"ipai-health: {file}: no service looks like Odoo\n"
    )


def test_a_database_without_odoo_is_judged_all_the_same(tmp_path, capsys):
    file = tmp_path / "compose.yaml"
    file.write_text(yaml.safe_dump({"services": {"db": DB | {"ports": ["5432:5432"]}}}))
    assert main(["compose", "-f", str(file)]) == 2
    assert "compose-db-port-public" in capsys.readouterr().out
