"""One short night of ``make soak``: the same probes, users and restarts, one fault."""

import pytest
from sandbox.paths import run_folder
from soak import night as long_night
from soak.night import ODOO, Night
from torture import stage

MINUTES = 2.0


@pytest.mark.torture
def test_no_verdict_is_wrong_and_nothing_grows(monkeypatch):
    monkeypatch.setattr(long_night, "EVENING", 15.0)
    with stage.site(run_folder() / "night", "threaded", ODOO) as site:
        night = Night(site, "threaded", MINUTES, rate=100.0, seed=3)
        result, rises = night.spend()
    assert result.right, result.complaints
    assert not night.complaints
    assert night.spells
    assert [rise.line() for rise in rises if not rise.flat] == []
    assert result.answers > 5000
