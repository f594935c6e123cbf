"""Secrets are taken out, and nothing else is."""

import time

import pytest

from ipai_health.core.redact import MASK, names_secret, redact, redact_subject

SECRET = "Tr0ub4dor"

LAST_RESORT = 10.0
"""Processor seconds for a text at which a careless pattern would take minutes."""

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
    "X-Api-Key: {}",
    "authorization: basic {}",
    "private_key={}",
    "postgresql://odoo:hun/{}@h/db",
    "postgresql://odoo:{}/x@y@127.0.0.1/db",
    "postgresql://odoo@server:{}@server.example.com/db",
    "http://a:8069/x,postgres://u:{}@h",
    "log_handler = postgresql://u:pa/{}@h/db",
    "2026-11-23 1 ERROR x: postgresql://u:pa/{}@h/db is away",
    "data_dir = /x # admin_passwd = correct horse {}",
    "data_dir = /x # admin_passwd = correct, {}; 'battery'",
    "password=abc,{} pwd={}",
    "password=abc;;{}",
    r"{{'password': 'it\'s {}'}}",
    r'{{"password": "a \" {}", "login": "x"}}',
    "password: 'it''s {}'",
    'password: "not closed {}',
    """password=ab"c {}"d""",
    "postgresql://odoo:{}",
    "--dsn postgres://:{}/prod",
    "POSTGRES://odoo:{}",
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
    "The value of '--db_password' stands in the file.",
    "postgresql://db:5432",
    "postgresql://[::1]:5432/prod",
    "https://erp:port/path",
    "secrets.conf: No such file or directory",
    "/etc/odoo/secrets.conf: empty",
    "addons/auth_api_key: no such folder",
    "setup@https://erp.example.com:8069/web/assets/1/web.min.js:1:2",
    "https://cdn.example.com:443/npm/luxon@3/luxon.js",
    "postgres://odoo@db:5432/prod",
    "PWD=/srv/odoo and OLDPWD=/",
)


@pytest.mark.parametrize("text", TOLD)
def test_secret_goes(text):
    cleaned = redact(text.format(*[SECRET] * 2))
    assert SECRET not in cleaned
    assert MASK in cleaned


@pytest.mark.parametrize("text", PLAIN)
def test_everything_else_stays(text):
    assert redact(text) == text


KEPT = {
    "password={}, next": "password=***, next",
    '{{"token":"{}","login":"x"}}': '{{"token":***,"login":"x"}}',
    "db_password = {}\nlist_db = True": "db_password = ***\nlist_db = True",
    "password:\nTraceback": "password:\nTraceback",
    "db_password = *** Traceback (most": "db_password = *** Traceback (most",
    "postgres://u:{}@h and a@b": "postgres://u:***@h and a@b",
}


@pytest.mark.parametrize("text", KEPT)
def test_only_the_secret_goes(text):
    assert redact(text.format(SECRET)) == KEPT[text].format()


SUBJECTS = (
    "auth_api_key:web",
    "password_security:static/src/x.js",
    "secrets.conf:db_name",
    "token:postgres",
    "db:POSTGRES_PASSWORD",
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_keeps_its_names(subject):
    assert redact_subject(subject) == subject


def test_a_subject_shows_no_secret_all_the_same():
    for text in (f"https://u:{SECRET}@h/x", f"/web/x.js?token={SECRET}"):
        assert SECRET not in redact_subject(text)


def test_named_secrets_go_wherever_they_stand():
    assert redact(f"x{SECRET}y {SECRET}", [SECRET, ""]) == f"x{MASK}y {MASK}"


@pytest.mark.parametrize(
    "key",
    [
        *("db_password", "X-Api-Key", "PGPASSWORD", "smtp_pass", "Cookie"),
        *("session_id", "dbpass", "credentials", "auth"),
    ],
)
def test_a_key_may_name_a_secret(key):
    assert names_secret(key)


@pytest.mark.parametrize("key", ["keyboard", "OLDPWD", "bypass", "passing", "author"])
def test_other_keys_name_none(key):
    assert not names_secret(key)


def test_twice_is_once():
    once = redact(f"db_password = {SECRET}")
    assert redact(once) == once


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 200_000, "a.-" * 60_000, "x://" * 50_000, "x://" * 50_000 + "@"),
        *("token=," * 30_000, "token=" + "," * 200_000, "token='" * 30_000),
        *("token: " * 30_000, "token = " + " " * 200_000, "password" * 30_000),
        *("http://h:80/" * 20_000 + "@", "token='\\" * 30_000, ",;" * 100_000),
    ],
)
def test_long_texts_take_no_time(text):
    start = time.process_time()
    redact(text)
    assert time.process_time() - start < LAST_RESORT
