"""Odoo's own modules: hundreds that nobody here wrote, and next to nothing to say."""

from argparse import ArgumentParser

import pytest
from sandbox import odoo_source

from ipai_health.gates import modules

pytestmark = pytest.mark.live

UPSTREAM = {
    "manifest-file-missing": 8,
    "module-python-missing": 3,
    "module-shadowed": 1_000,
}
"""Slips of Odoo's own manifests that were looked at one by one; Debian's package has
every module twice and leaves some files out."""


def test_next_to_nothing_is_said_about_odoo_itself():
    source = odoo_source.find()
    paths = ",".join(map(str, source.addons_paths))
    parser = ArgumentParser()
    modules.add_arguments(parser)
    report = modules.run(parser.parse_args(["--addons-path", paths]))
    assert report.inspected > 500
    rules = [one.rule for one in report.findings]
    for rule in set(rules):
        assert rules.count(rule) <= UPSTREAM.get(rule, 0), rule
