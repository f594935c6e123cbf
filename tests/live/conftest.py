"""A real Odoo, a real PostgreSQL and cloned databases for every test below."""

import shutil

import pytest
from browser.chromium import Browser
from sandbox import odoo_source, postgres, templates
from sandbox.instance import Instance
from sandbox.paths import ROOT, run_folder
from sandbox.site import TOKEN, Site

TEMPLATE = "template_health"
"""A database of base, web and mail with the addon installed this session."""

PUT_OFF = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '1 day';
    DELETE FROM ir_cron_trigger
"""
"""Nothing is due in a copy, or a server that gets a minute old would look by itself;
whoever waits for that makes an action due."""


def pytest_addoption(parser):
    parser.addoption("--torture", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config, items):
    """Leave the long tests to make torture-tests."""
    if config.getoption("--torture"):
        return
    long = [item for item in items if item.get_closest_marker("torture")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def source():
    """Return the Odoo that the tests run."""
    return odoo_source.find()


@pytest.fixture(scope="session")
def cluster():
    """Return a PostgreSQL of the tests' own; faults may not stop this one."""
    server = postgres.EmbeddedPostgres(run_folder() / "test" / "postgres").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def workshop(source, cluster):
    """Return the instance whose data folder holds the templates' files."""
    return Instance(source, cluster, run_folder() / "test" / "workshop")


@pytest.fixture(scope="session")
def base_template(workshop):
    """Return a database of base, web and mail; kept from session to session."""
    return templates.ensure_untouched(workshop, "template_base", templates.BASE)


@pytest.fixture(scope="session")
def health_template(workshop, base_template):
    """Return a database with the addon as it is now, freshly installed."""
    templates.clone(workshop, base_template, TEMPLATE)
    workshop.install(TEMPLATE, ["ipai_health"])
    workshop.postgres.execute(PUT_OFF, None, TEMPLATE)
    workshop.postgres.mark_template(TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def scratch():
    """Return a folder for what one session makes; removed at its end.

    It lies beside the other data of make, where PostgreSQL's account can reach it,
    and not below pytest's own, where it cannot.
    """
    folder = run_folder() / "test" / "scratch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def make_instance(source, cluster, tmp_path):
    """Return a function that makes an instance with a data folder of its own."""
    made = []

    def make(name="odoo", **options):
        options.setdefault("environment", {"IPAI_HEALTH_TOKEN": TOKEN})
        server = options.pop("postgres", cluster)
        instance = Instance(source, server, tmp_path / name, **options)
        made.append(instance)
        return instance

    yield make
    for instance in made:
        shutil.rmtree(instance.data, ignore_errors=True)


@pytest.fixture
def make_database(workshop, health_template, cluster):
    """Return a function that clones the template for an instance."""
    made = []

    def make(instance, name="live", template=None):
        made.append((instance, name))
        return templates.clone(instance, template or health_template, name, workshop)

    yield make
    for instance, name in made:
        templates.discard(instance, name)


@pytest.fixture
def make_site(make_instance, make_database):
    """Return a function that serves a fresh copy of the template."""
    servers = []

    def make(mode="threaded", name="live", options=None, words=(), **more):
        instance = make_instance(
            name, options={"dbfilter": f"^{name}$"} | (options or {}), **more
        )
        make_database(instance, name)
        server = instance.serve(*words, mode=mode)
        servers.append(server)
        return Site(instance, server.wait(), name)

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def browser():
    """Return a headless browser that the tests share; each takes its own page."""
    with Browser() as running:
        yield running


@pytest.fixture(scope="session")
def checkout():
    """Return the folder of the checkout."""
    return ROOT
