"""What is said of a service without a health check."""

from argparse import ArgumentParser

import pytest
import yaml

from ipai_health.gates import compose
from ipai_health.gates.topology import health


@pytest.mark.parametrize(
    ("condition", "stuck"), [("service_healthy", True), ("service_started", False)]
)
def test_whoever_waits_for_health_that_nobody_checks_is_named(
    tmp_path, condition, stuck
):
    services = {
        "db": {"image": "postgres:16"},
        "odoo": {
            "image": "odoo:19.0",
            "environment": {"HOST": "db"},
            "depends_on": {"db": {"condition": condition}},
            "healthcheck": {"test": "curl -f http://localhost:8069/"},
        },
    }
    file = tmp_path / "compose.yaml"
    file.write_text(yaml.safe_dump({"services": services}))
    parser = ArgumentParser()
    compose.add_arguments(parser)
    (found,) = compose.run(parser.parse_args(["-f", str(file)])).findings
    assert (found.rule, found.subject) == ("compose-healthcheck-missing", "db")
    assert ("odoo waits for one and never starts" in found.message) == stuck


@pytest.mark.parametrize(
    ("line", "checked"),
    [
        ("HEALTHCHECK CMD curl -f http://localhost:8069/", True),
        ("HEALTHCHECK  --interval=5s CMD true", True),
        ("HEALTHCHECK NONE", False),
        ("HEALTHCHECK  NONE", False),
    ],
)
def test_a_health_check_of_the_dockerfile_is_one_unless_it_is_none(line, checked):
    assert bool(health._IN_IMAGE.search(f"FROM odoo:19.0\n  {line}\n")) is checked
