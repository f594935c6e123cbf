"""For pytest under coverage: whose lines are run, and how long each test takes.

Loaded with ``-p mutants.contexts``. A line belongs to the test function that runs; in
programs that tests start, coverage takes that from PYTEST_CURRENT_TEST.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

import coverage
import pytest

RESULT = "MUTANTS_RESULT"
"""The variable that names the file for the seconds of each test."""

seconds = defaultdict(float)
failed = set()


def function(test: str) -> str:
    """Return the test function of a context or node id, empty for no test."""
    return test.partition("[")[0].partition(" (")[0] if "::" in test else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Let all lines from here on belong to ``item``."""
    coverage.Coverage.current().switch_context(function(item.nodeid))
    return (yield)


def pytest_runtest_logreport(report):
    """Count setup, call and teardown of a test."""
    seconds[function(report.nodeid)] += report.duration
    if report.failed:
        failed.add(function(report.nodeid))


def pytest_sessionfinish():
    """Write the seconds of every test function that passed."""
    passed = {name: spent for name, spent in seconds.items() if name not in failed}
    Path(os.environ[RESULT]).write_text(json.dumps(passed))
