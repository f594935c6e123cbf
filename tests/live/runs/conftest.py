"""A database with the sample addon, whose check does as it is told."""

import pytest
from sandbox import templates
from sandbox.instance import Instance
from sandbox.paths import ROOT

SAMPLE = ROOT / "tests" / "addons"


@pytest.fixture(scope="module")
def odoo(source, cluster, scratch):
    """Return an Odoo whose addons path also holds the sample addon."""
    return Instance(source, cluster, scratch / "sampled", addons=(ROOT, SAMPLE))


@pytest.fixture(scope="module")
def sampled(odoo, workshop, health_template):
    """Return a database with the sample addon, which brings a check of its own."""
    name = templates.clone(odoo, health_template, "sampled", workshop)
    odoo.install(name, ["health_sample"])
    yield name
    templates.discard(odoo, name)


@pytest.fixture(scope="module")
def sql(cluster, sampled):
    """Return a function that runs a statement in that database."""

    def run(statement):
        return cluster.execute(statement, database=sampled)

    return run


@pytest.fixture
def told(sql):
    """Return a function that tells the sample check what to do."""

    def tell(mode, seconds=0):
        sql(
            "DELETE FROM ir_config_parameter WHERE key = 'health_sample.mode'; "
            "INSERT INTO ir_config_parameter (key, value) "
            f"VALUES ('health_sample.mode', '{mode}'); "
            f"UPDATE ipai_health_check SET time_limit = {seconds} "
            "WHERE name = 'printers'",
        )

    tell("quiet")
    yield tell
    tell("quiet")
