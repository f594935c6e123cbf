"""Every rule of the file gates has a sample that triggers it."""

import addons_corpus
import compose_corpus
import conf_corpus
import pytest

from ipai_health.core.rules import RULES

ELSEWHERE = {
    "dbfilter-no-match": "needs a database: the db gate",
    "database-not-exposed": "needs a database: the db gate",
    "module-shadowed": "test_addons_path.py",
    "addons-path-missing": "test_addons_path.py",
    "addons-path-unreadable": "test_addons_path.py",
    "addons-path-empty": "test_addons_path.py",
    "compose-database-external": "the skeleton external",
}
"""Rules that no corpus triggers, and where they are tested instead."""

GATES = {
    "config": conf_corpus.wrong,
    "compose": compose_corpus.wrong,
    "modules": addons_corpus.wrong,
}


@pytest.mark.parametrize("gate", GATES)
def test_every_rule_is_triggered_by_a_sample(gate):
    rules = {code for code, rule in RULES.items() if rule.gates[:1] == (gate,)}
    triggered = {rule for one in GATES[gate]() for rule, _ in one.expected}
    assert rules - triggered - set(ELSEWHERE) == set()
