"""Under which name Odoo looks for PostgreSQL, and whether anybody answers to it."""

from argparse import ArgumentParser
from pathlib import Path

import pytest
import yaml

from ipai_health.gates import compose

LOOKED_AT = {
    "compose-host-unresolvable",
    "compose-network-not-shared",
    "compose-database-external",
    "compose-depends-on-missing",
    "compose-mount-missing",
}
CASES = yaml.safe_load(Path(__file__).with_name("compose_reaching.yaml").read_text())
"""The quiet ones first."""


@pytest.mark.parametrize("name", CASES)
def test_case(name, tmp_path, monkeypatch):
    monkeypatch.delenv("X", raising=False)
    case = CASES[name]
    composition = {
        key: case[key] for key in ("services", "configs", "networks") if key in case
    }
    Path(tmp_path, "compose.yaml").write_text(yaml.safe_dump(composition))
    Path(tmp_path, "odoo.conf").write_text(f"[options]\n{case.get('conf', '')}\n")
    Path(tmp_path, "odoo.env").write_text("HOST=pg\n")
    Path(tmp_path, "derived").mkdir()
    Path(tmp_path, "derived/Dockerfile").write_text(
        "FROM odoo:19.0\nCOPY x /srv/copied\n"
    )
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(["-f", str(tmp_path / "compose.yaml")]))
    found = {one.rule for one in report.findings} & LOOKED_AT
    expected = case.get("expected", [])
    assert found == ({expected} if isinstance(expected, str) else set(expected))
