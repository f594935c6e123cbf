"""A selection of the matrix of faults; ``make torture`` plays all of them."""

import pytest
from sandbox.paths import run_folder
from torture import ground, workshop
from torture.play import play

from tests.live.faults import load

FAULTS = load()

THREADED = (
    "stylesheet_unreadable",
    "scss_error",
    "pending_install",
    "module_dependency_lost",
    "view_locator_lost",
    "template_call_lost",
    "field_column_lost",
    "rule_field_lost",
    "file_truncated",
    "cron_given_up",
    "database_empty",
    "postgres_frozen",
    "network_reset",
    "script_lost+network_refuses",
    "pending_removal+view_model_lost",
)
PREFORK = ("worker_killed", "field_table_lost", "postgres_without_login")
"""At least one fault of each kind, and two pairs. What changes a module's code follows
on a pending operation: its repair counts as an upgrade, and the code that the look
after that finds as the one that was upgraded to.
"""


@pytest.fixture(scope="module")
def template():
    """Give the workshop of these tests: faults stop its PostgreSQL."""
    with workshop.opened(run_folder() / "test" / "faults") as made:
        yield made


@pytest.fixture(scope="module")
def site(request, template):
    """Give one server of a kind; every fault leaves it as it was."""
    mode = request.param
    with ground.served(template, run_folder() / "test" / "faults" / mode, mode) as one:
        yield one


@pytest.mark.parametrize(
    ("site", "name"),
    [("threaded", name) for name in THREADED] + [("prefork", name) for name in PREFORK],
    indirect=["site"],
    scope="module",
)
def test_the_fault_is_told_rightly_and_its_repair_too(site, name):
    result = play(site, [FAULTS[each] for each in name.split("+")], name, site.mode)
    assert result.right, result.line()
