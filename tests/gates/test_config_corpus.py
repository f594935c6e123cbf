"""The config gate on files as people write them: recall and false alarms."""

from argparse import ArgumentParser

from conf_corpus import right, wrong
from score import Score

from ipai_health.gates import config

RIGHT = 70


def _found(sample, folder):
    path = folder / "odoo.conf"
    path.write_bytes(sample.text.encode())
    parser = ArgumentParser()
    config.add_arguments(parser)
    report = config.run(parser.parse_args([str(path), *sample.options]))
    return {(one.rule, one.subject.partition(":")[2]) for one in report.findings}


def _score(samples, folder):
    score = Score()
    for sample in samples:
        score.add(sample.name, sample.expected, _found(sample, folder))
    return score


def test_quiet_on_right_files(tmp_path):
    score = _score(right(RIGHT), tmp_path)
    assert not score.false_alarms, score


def test_finds_every_mutation_and_nothing_else(tmp_path):
    samples = wrong()
    assert len(samples) + RIGHT >= 100
    score = _score(samples, tmp_path)
    print(score)
    assert not score.misses, score
    assert not score.false_alarms, score
