"""The options of odoo.conf, the environment over them, and values of no use."""

import ipaddress
import json

import pytest
from sandbox.link import SilentListener

from ipai_health.core.odoo_conf.options import DATA
from ipai_health.probe.settings import LONGEST_TIMEOUT, TIMEOUT, TTL, Settings, read

FILE = "/data/ipai_health.drain.host.8069"

WRITTEN = {
    "ipai_health_token": " secret ",
    "ipai_health_allow": "10.0.0.0/8, ::1  192.0.2.7",
    "ipai_health_ttl": "2.5",
    "ipai_health_timeout": "1",
    "ipai_health_databases": "acme,beta",
    "ipai_health_drain_file": "/run/drain",
    "ipai_health_access_log": "True",
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in WRITTEN:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_written_is_what_is_usual(caplog):
    for empty in ({}, dict.fromkeys(WRITTEN), dict.fromkeys(WRITTEN, False)):
        assert read(empty.get, FILE) == Settings(drain_file=FILE)
    assert not caplog.records


def test_what_odoo_conf_says(caplog):
    assert read(WRITTEN.get, FILE) == Settings(
        token="secret",
        allow=tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "::1", "192.0.2.7"))),
        ttl=2.5,
        timeout=1.0,
        databases=("acme", "beta"),
        drain_file="/run/drain",
        access_log=True,
    )
    assert "secret" not in repr(read(WRITTEN.get, FILE))
    assert not caplog.records


def test_the_gates_know_every_option_that_is_read_and_no_other():
    asked = []
    read(asked.append, FILE)
    history = json.loads((DATA / "odoo_options_history.json").read_text())
    assert sorted(history["addons"]["ipai_health"]) == sorted(asked)


@pytest.mark.parametrize("name", WRITTEN)
def test_the_environment_outranks_odoo_conf(monkeypatch, name):
    for other, value in WRITTEN.items():
        monkeypatch.setenv(other.upper(), value)
    own = {"ipai_health_access_log": "False"}.get(name, "9.9.9.9")
    if name in ("ipai_health_ttl", "ipai_health_timeout"):
        own = "0.5"
    settings = read({name: own}.get, FILE)
    assert settings == read(WRITTEN.get, FILE)


@pytest.mark.parametrize(
    ("name", "text", "usual"),
    [
        ("ttl", "soon", TTL),
        ("ttl", "-1", TTL),
        ("ttl", "61", TTL),
        ("ttl", "nan", TTL),
        ("timeout", "1,5", TIMEOUT),
        ("timeout", str(LONGEST_TIMEOUT + 0.1), TIMEOUT),
        ("timeout", "inf", TIMEOUT),
    ],
)
def test_seconds_of_no_use_are_told_once_and_not_used(caplog, name, text, usual):
    settings = read({f"ipai_health_{name}": text}.get, FILE)
    assert getattr(settings, name) == usual
    (record,) = caplog.records
    assert f"ipai_health_{name}" in record.getMessage()


def test_a_network_of_no_use_is_told_and_opens_nothing(caplog):
    settings = read({"ipai_health_allow": "10.0.0.0/8 all 300.0.0.1"}.get, FILE)
    assert settings.allow == (ipaddress.ip_network("10.0.0.0/8"),)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2


def test_a_shorter_timeout_answers_sooner(make_caller):
    nobody = SilentListener()
    settings = {"timeout": 0.3}
    reply = make_caller(nobody.port, db_names=("x",), settings=settings).ask()
    nobody.close()
    assert reply.code == 503
    assert reply.seconds < TIMEOUT


def test_what_nobody_chose_is_quiet_and_secret():
    usual = Settings()
    assert not usual.access_log
    assert not usual.token
    assert not usual.allow
    assert "sesame" not in repr(Settings(token="sesame"))
