"""Which values of a composition are secrets, and which only look like one."""

from argparse import ArgumentParser
from pathlib import Path

import pytest
import yaml

from ipai_health.gates import compose


def findings(folder: Path, monkeypatch, environment, **values):
    """Return what is said of secrets that stand in the file."""
    monkeypatch.chdir(folder)
    db = {"image": "postgres:16", "environment": environment, **values}
    Path("compose.yaml").write_text(yaml.safe_dump({"services": {"db": db}}))
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(["-f", "compose.yaml"]))
    rule = "compose-secret-literal"
    return [one for one in report.findings if one.rule == rule]


def secrets(*arguments, **values):
    """Return the subjects of what stands in the file as a secret."""
    return {one.subject for one in findings(*arguments, **values)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", "Tr0ub4dor"),
        ("POSTGRES_PASSWORD", 123456),
        ("POSTGRES_PASSWORD", 1000),
        ("API_KEY", "x" * 8),
        ("DSN", "postgresql://odoo:hunter2@db/prod"),
        ("POSTGRES_PASSWORD", "${GONE:-hunter2}"),
    ],
)
def test_told(tmp_path, monkeypatch, name, value):
    assert secrets(tmp_path, monkeypatch, {name: value}) == {f"db:{name}"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", 999),
        ("PASSWORD", True),
        ("PASSWORD_LENGTH", 123456),
        ("POSTGRES_PASSWORD_FILE", "/run/secrets/pg"),
        ("POSTGRES_PASSWORD", "/run/secrets/pg"),
        ("POSTGRES_PASSWORD", "${POSTGRES_PASSWORD}"),
        ("POSTGRES_PASSWORD", None),
        ("PORT", 123456),
        ("RATIO_PASSWORD", 0.5),
        ("DSN", "postgresql://odoo@db/prod"),
        ("DSN", "postgresql://odoo:$PW@db/prod"),
    ],
)
def test_quiet(tmp_path, monkeypatch, name, value):
    monkeypatch.delenv("POSTGRES_PASSWORD", raising=False)
    assert secrets(tmp_path, monkeypatch, {name: value}) == set()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Tr0ub4dor", "file."),
        ("${GONE:-hunter2}", "file, as the default of a variable."),
    ],
)
def test_where_it_stands_is_said(tmp_path, monkeypatch, value, said):
    (found,) = findings(tmp_path, monkeypatch, {"PASSWORD": value})
    assert found.message == f"The value of 'PASSWORD' stands in the {said}"


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("odoo -d ${DB} --db_password=hunter2", {"db:--db_password"}),
        (["odoo", "-d", "${DB}", "-w", "hunter2"], {"db:-w"}),
        ("odoo -d ${GONE} --db_password hunter2", {"db:--db_password"}),
        ("odoo -d prod --db_password=${PW}", set()),
        ("odoo -d prod --db_password=${PW?set it}", set()),
        ("odoo -d prod --db_password=$PW", set()),
        ("odoo -d prod --db_password $$PW", set()),
        (["odoo", "--db_password=${PW}", "-d", "prod"], set()),
        (["odoo", "-w", "${GONE}"], set()),
        ("odoo ${SEVERAL} --db_password=${PW}", set()),
    ],
)
def test_a_secret_among_the_words_of_a_command(tmp_path, monkeypatch, command, found):
    for name, value in {"DB": "prod", "PW": "s3cret", "SEVERAL": "-d prod"}.items():
        monkeypatch.setenv(name, value)
    assert secrets(tmp_path, monkeypatch, {}, command=command) == found
