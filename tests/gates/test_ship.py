"""ship.sh prints no password: not in what it would do, nor in the way back."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/ship.sh"
SECRET = "Tr0ub4dor"


@pytest.fixture
def ship(tmp_path):
    """Give a function that runs ship.sh where every gate passes; Odoo is ``odoo``."""
    command = tmp_path / "bin/ipai-health"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    backup = tmp_path / "erp.zip"
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr("dump.sql", "")
    words = ["--database", "erp", "--modules", "mine", "--conf", "odoo.conf"]
    words += ["--backup", str(backup), "--url", "https://erp.example.com:8069/web"]

    def run(*more: str, odoo: str = "odoo") -> tuple[int, str]:
        done = subprocess.run(
            [SCRIPT, *words, *more],
            env={
                "ODOO": odoo,
                "PATH": f"{command.parent}:/usr/bin:/bin",
                "PYTHON": sys.executable,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    return run


WITH_SECRET = [
    ("--url", "https://u:{}@erp.example.com", "--dsn", "postgresql://odoo:{}@db/erp"),
    ("--dsn", "host=db dbname=erp password={}"),
    ("--dsn", "postgresql://odoo@db/erp?password={}"),
    ("--dsn", "postgresql://odoo:p@{}/x@db/erp"),
]


@pytest.mark.parametrize("words", WITH_SECRET)
def test_a_dry_run_prints_no_password(words, ship):
    code, said = ship(*(word.format(SECRET) for word in words))
    assert code == 0, said
    assert SECRET not in said
    assert "***" in said


@pytest.mark.parametrize(
    "odoo", ["odoo --db_password={}", "odoo -w {}", "env PGPASSWORD={} odoo"]
)
def test_nor_one_of_the_command_that_runs_odoo(odoo, ship):
    code, said = ship(odoo=odoo.format(SECRET))
    assert code == 0
    assert SECRET not in said
    assert "-d erp -u mine --stop-after-init" in said


def test_what_is_no_password_is_printed(ship):
    code, said = ship("--dsn", "postgresql://odoo@db:5432/erp")
    assert code == 0
    assert "--url https://erp.example.com:8069/web" in said
    assert "--dsn postgresql://odoo@db:5432/erp" in said
    assert "***" not in said


def test_the_way_back_prints_no_password(ship):
    code, said = ship("--yes", "--url", f"https://u:{SECRET}@erp", odoo="false")
    assert code == 1
    assert SECRET not in said
    assert "4. start Odoo, then: ipai-health prod --url https://u:***@erp" in said


def test_nor_does_a_wrong_option(ship):
    code, said = ship(f"--dsn=postgresql://odoo:{SECRET}@db/erp")
    assert (code, said) == (
        2,
        "ship: unknown option --dsn=postgresql://odoo:***@db/erp\n",
    )
