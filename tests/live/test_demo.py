"""The six faults of the demo, in every kind of server, and the table in the README."""

import json

import pytest
from sandbox import demo, demo_table, postgres
from sandbox.faults import DEMO


@pytest.fixture(
    scope="module",
    params=["threaded", pytest.param("prefork", marks=pytest.mark.torture)],
)
def rows(request, source, workshop, health_template, scratch):
    """Return the demo's rows of one kind of server, on a PostgreSQL it may stop."""
    folder = scratch / request.param
    server = postgres.EmbeddedPostgres(folder / "demo" / "postgres").start()
    try:
        with demo.CopiedSite(
            source,
            server,
            folder,
            demo.copy_of(workshop, health_template),
            mode=request.param,
        ) as site:
            yield demo.play(site, DEMO)
    finally:
        server.erase()


def test_every_fault_is_named_judged_and_healed(rows):
    wrong = [row for row in rows if not row["right"]]
    assert not wrong
    assert len(rows) == 6


def test_the_readme_shows_what_happens(rows):
    assert demo_table.in_readme() == demo_table.markdown(rows)


def test_the_readme_is_written_from_the_result_of_the_demo():
    rows = json.loads(demo_table.RESULT.read_text())
    assert demo_table.in_readme() == demo_table.markdown(rows)
