"""The compose gate on compositions as people write them: recall and false alarms."""

from argparse import ArgumentParser

import pytest
from compose_corpus import right, wrong
from score import Score

from ipai_health.gates import compose

BY_DESIGN = {("compose-database-external", "odoo")}
"""What is said of the skeleton whose database is elsewhere."""


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("DB_HOST", "DB_USER", "HOST", "TAG", "DB_PASSWORD", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


def _found(sample, folder, monkeypatch):
    sample.write(folder)
    monkeypatch.chdir(folder)
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(list(sample.arguments)))
    return {(one.rule, one.subject) for one in report.findings}


def _score(samples, tmp_path, monkeypatch):
    score = Score()
    for number, sample in enumerate(samples):
        found = _found(sample, tmp_path / str(number), monkeypatch)
        if sample.name.startswith("external"):
            found -= BY_DESIGN
        score.add(sample.name, sample.expected - BY_DESIGN, found)
    return score


def test_quiet_on_right_compositions(tmp_path, monkeypatch):
    score = _score(right(), tmp_path, monkeypatch)
    assert not score.false_alarms, score


def test_finds_every_mutation_and_nothing_else(tmp_path, monkeypatch):
    assert len(list(right())) + len(list(wrong())) >= 100
    score = _score(wrong(), tmp_path, monkeypatch)
    print(score)
    assert not score.misses, score
    assert not score.false_alarms, score
