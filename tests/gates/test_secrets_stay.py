"""No secret of a file leaves the command, in whatever format."""

from pathlib import Path

import pytest

from ipai_health.gates.cli import main
from ipai_health.gates.output import FORMATS

SECRETS = [f"Tr0ub4dor{number}" for number in range(9)]
CONF = """[options]
admin_passwd = {0}
db_password = {1} # the old one
smtp_password = ${{SMTP_PASSWORD:-{2}}}
proxy_access_token = {{{{ token }}}}{3}
sentry_dsn = https://{4}@sentry.example/1 ; project
redis_url = redis://:{5}@cache/0  # sessions
db_host = localhost
log_handler = postgresql://odoo:pa/{6}@h/db
email_from = {{{{ mail_password | default('{7}') }}}}
pidfile = /x # admin_passwd = correct horse {8}
smtp_server = <%= ENV['X'] || '{0}' %>
logfile = /x # {long} postgres://odoo:{1}{long}@h/db
"""
COMPOSE = """services:
  db:
    image: postgres:16
    environment:
      POSTGRES_PASSWORD: {6}
  odoo:
    image: odoo:19.0
    command: odoo --db_password={7}
    environment:
      - PASSWORD=${{PASSWORD:-{8}}}
      - URL=postgres://odoo:{0}@db/prod
"""


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("odoo.conf").write_text(CONF.format(*SECRETS, long="x" * 90))
    Path("compose.yaml").write_text(COMPOSE.format(*SECRETS))


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("gate", [["config"], ["compose"], ["config", "--env", "A=b"]])
def test_no_secret_is_printed(gate, output_format, capsys):
    assert main([*gate, "--format", output_format, "--fail-on", "info"]) == 1
    captured = capsys.readouterr()
    assert not [one for one in SECRETS if one in captured.out + captured.err]


def test_nor_in_the_reason_why_nothing_could_be_looked_at(capsys):
    Path("addons/m").mkdir(parents=True)
    Path("addons/m/__manifest__.py").write_text("{}")
    dsn = f"postgresql://odoo:{SECRETS[0]}@127.0.0.1:1/prod"
    assert main(["modules", "--install-list", dsn]) == 2
    assert SECRETS[0] not in capsys.readouterr().err


DSNS = (
    "postgresql://odoo:hun/{}@127.0.0.1:1/prod",
    "postgresql://odoo:{}/x@127.0.0.1:1/prod",
    "postgresql://odoo:hun@{}@127.0.0.1:1/prod",
    "host=127.0.0.1 port=1 password='my {}' dbname=prod",
)
ASKED = (
    ("db",),
    ("modules", "addons", "--install-list"),
    ("prod", "--dsn"),
    ("checklist", "--dsn"),
)


@pytest.mark.parametrize("dsn", DSNS)
@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_no_password_of_a_dsn_is_printed_however_it_is_written(words, dsn, capsys):
    Path("addons/m").mkdir(parents=True)
    Path("addons/m/__manifest__.py").write_text("{}")
    main([*words, dsn.format(SECRETS[0])])
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert SECRETS[0] not in captured.out + captured.err


def test_a_dsn_that_libpq_would_read_wrongly_is_not_asked(capsys):
    assert main(["db", f"postgresql://odoo:hun@{SECRETS[0]}/x@127.0.0.1:1/prod"]) == 2
    assert "write @ as %40" in capsys.readouterr().err
    assert main(["db", "postgresql://odoo:hun%40%2F@127.0.0.1:1/prod?user=a@b"]) == 1
    assert "database-unreachable: prod" in capsys.readouterr().out


@pytest.mark.parametrize(
    "dsn", ["postgresql://odoo:{}", "host=127.0.0.1 password=my {} dbname=prod"]
)
def test_nor_is_the_rest_of_a_dsn_that_is_none(dsn, capsys):
    assert main(["prod", "--dsn", dsn.format(SECRETS[0])]) == 2
    captured = capsys.readouterr()
    assert SECRETS[0] not in captured.out + captured.err


def test_nor_in_what_is_wrong_with_an_option(capsys):
    assert main(["config", "odoo.conf", "--env", f"PGPASSWORD {SECRETS[0]}"]) == 2
    assert SECRETS[0] not in capsys.readouterr().err


def test_a_placeholder_is_named(capsys):
    Path("odoo.conf").write_text("[options]\ndb_user = {{ a.b | c }}\ndb_port={{d}}\n")
    main(["config", "odoo.conf", "--env", "A=b"])
    said = capsys.readouterr().out
    assert "db_user holds {{ a.b }}." in said
    assert "db_port holds {{ d }}." in said
