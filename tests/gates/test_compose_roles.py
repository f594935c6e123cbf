"""Which service is Odoo and which PostgreSQL, by everything that tells it."""

from pathlib import Path

import pytest
import yaml

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
