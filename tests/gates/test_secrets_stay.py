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
    Path("odoo.conf").write_text(CONF.format(*SECRETS))
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
