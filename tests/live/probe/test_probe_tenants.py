"""Twenty databases behind one dbfilter: what is broken in one is that one's alone."""

import pytest
from sandbox.processes import wait_until

from tests.probe.stand_in import make_stub


@pytest.fixture
def make_stubs(cluster):
    """Return a function that makes databases of the tables that a look reads."""
    made = []

    def make(*names):
        made.extend(names)
        for name in names:
            make_stub(cluster, name)

    yield make
    for name in made:
        cluster.drop(name)


GOOD = (200, b'{"status": "pass"}')
WARN = (200, b'{"status": "warn"}')
BAD = (503, b'{"status": "fail"}')

BREAKS = (
    (
        "UPDATE ir_module_module SET state = 'to upgrade', write_date = NULL"
        " WHERE name = 'mail'",
        "UPDATE ir_module_module SET state = 'installed' WHERE name = 'mail'",
        {"/ipai/health": BAD, "/ipai/health/ready": GOOD},
    ),
    (
        "ALTER TABLE ir_module_module RENAME TO away",
        "ALTER TABLE away RENAME TO ir_module_module",
        {"/ipai/health": BAD, "/ipai/health/ready": BAD},
    ),
)
"""How to break a database, how to mend it, and what its own paths then answer."""


def become(site, names, broken=None):
    """Wait until each path answers as it should for each database and for all of them
    together: as ``broken`` says for the first, as always for the others.
    """
    expected = {(path, name): GOOD for path in BREAKS[0][2] for name in ("", *names)}
    if broken:
        expected["/ipai/health", ""] = WARN
        expected |= {(path, names[0]): answer for path, answer in broken.items()}

    def wrong():
        answers = {
            (path, name): site.server.get(f"{path}?db={name}" if name else path)[::2]
            for path, name in expected
        }
        return {key: told for key, told in answers.items() if told != expected[key]}

    assert wait_until(lambda: not wrong(), 30, 1), wrong()


def test_one_of_twenty_tenants_takes_nothing_from_the_others(
    make_site, make_database, make_stubs
):
    """Three are whole databases, the others hold what a look reads."""
    site = make_site(options={"dbfilter": "^live"})
    others = [f"live{number:02}" for number in range(2, 21)]
    for name in others[:2]:
        make_database(site.instance, name)
    make_stubs(*others[2:])
    for name in (site.database, *others[:2]):
        site.instance.health(name)
    names = [site.database, *others]
    become(site, names)
    for break_it, mend, broken in BREAKS:
        site.sql(break_it)
        become(site, names, broken)
        for name in others[:2]:
            header = {"X-Odoo-Database": name}
            assert site.code("/web/login", headers=header) == 200
        site.sql(mend)
        become(site, names)
