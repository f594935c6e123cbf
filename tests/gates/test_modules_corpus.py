"""The modules gate on folders as people keep them: recall and false alarms."""

from argparse import ArgumentParser

from addons_corpus import right, wrong
from score import Score

from ipai_health.gates import modules


def _found(sample, folder, monkeypatch):
    folder.mkdir()
    (folder / ".git").mkdir()
    sample.write(folder)
    monkeypatch.chdir(folder)
    parser = ArgumentParser()
    modules.add_arguments(parser)
    report = modules.run(parser.parse_args(list(sample.arguments)))
    return {(one.rule, one.subject) for one in report.findings}


def _score(samples, tmp_path, monkeypatch):
    score = Score()
    for number, sample in enumerate(samples):
        found = _found(sample, tmp_path / str(number), monkeypatch)
        score.add(sample.name, sample.expected, found)
    return score


def test_quiet_on_right_folders(tmp_path, monkeypatch):
    score = _score(right(), tmp_path, monkeypatch)
    assert not score.false_alarms, score


def test_finds_every_mutation_and_nothing_else(tmp_path, monkeypatch):
    assert len(list(right())) >= 20
    score = _score(wrong(), tmp_path, monkeypatch)
    print(score)
    assert not score.misses, score
    assert not score.false_alarms, score
