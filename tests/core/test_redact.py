"""Secrets are taken out, and nothing else is."""

import time

import pytest

from ipai_health.core.redact import MASK, redact

SECRET = "Tr0ub4dor"

TOLD = (
    "postgres://odoo:{}@db:5432/prod",
    "redis://:{}@cache/0 is down",
    "amqp://u:{}@h and https://v:{}@i/x",
    "postgres://odoo:p@{}@db/prod",
    "password={}",
    "PGPASSWORD={} psql",
    "db_password = {}",
    "admin_passwd: {}, next",
    '{{"api_key": "{}", "a": 1}}',
    "'client_secret': '{} with blanks'",
    "ipai_health_token={};x",
    "--db_password {} -d prod",
    "--smtp-password={}",
    "Authorization: Bearer {}",
    "authorization: basic {}",
    "private_key={}",
)
PLAIN = (
    "admin_passwd is not set, so it is admin.",
    "Set admin_passwd to a hash made by Odoo.",
    "odoo.conf:admin_passwd",
    "db:POSTGRES_PASSWORD",
    "https://erp.example.com:8069/web/login?db=prod",
    "postgres://db:5432/prod and a@b",
    "The basic settings of a bearer",
    "keyboard = de",
    "line 3: password",
)


@pytest.mark.parametrize("text", TOLD)
def test_secret_goes(text):
    cleaned = redact(text.format(*[SECRET] * 2))
    assert SECRET not in cleaned
    assert MASK in cleaned


@pytest.mark.parametrize("text", PLAIN)
def test_everything_else_stays(text):
    assert redact(text) == text


def test_named_secrets_go_wherever_they_stand():
    assert redact(f"x{SECRET}y {SECRET}", [SECRET, ""]) == f"x{MASK}y {MASK}"


def test_twice_is_once():
    once = redact(f"db_password = {SECRET}")
    assert redact(once) == once


@pytest.mark.parametrize("text", ["a" * 200_000, "a.-" * 60_000, "x://" * 50_000])
def test_long_texts_take_no_time(text):
    start = time.process_time()
    redact(text)
    assert time.process_time() - start < 2
