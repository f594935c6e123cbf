"""Which names each series knows, and what is said of the others."""

from dataclasses import fields

import pytest

from ipai_health.core.odoo_conf import layers
from ipai_health.core.odoo_conf.expected import Expected
from ipai_health.core.odoo_conf.judges import judge, names, writing
from ipai_health.core.odoo_conf.options import SERIES, table
from ipai_health.probe import settings as probe


def _told(line, series):
    settings = layers.load(f"[options]\n{line}\n", series=series)
    found = list(judge(settings, Expected(), (names.judge_options,)))
    return (found[0].rule, found[0].message) if found else None


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize(
    "name",
    ["db_host", "gevent_port", "limit_time_real", "without_demo", "ipai_health_token",
     "sentry_dsn", "running_env", "publisher_warranty_url", "transient_age_limit"],
)  # fmt: skip
def test_known_in_every_series(name, series):
    assert _told(f"{name} = 1", series) is None


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("longpolling_port", "gevent_port"), ("xmlrpc_port", "http_port"),
     ("xmlrpc_interface", "http_interface"), ("geoip_database", "geoip_city_db"),
     ("osv_memory_age_limit", "transient_age_limit")],
)  # fmt: skip
def test_renamed_long_ago(old, new, series):
    rule, message = _told(f"{old} = 1", series)
    assert rule == "option-renamed"
    assert new in message


@pytest.mark.parametrize(
    ("name", "known", "elsewhere", "rule"),
    [
        ("with_demo", "19.0", "18.0", "option-unknown"),
        ("import_file_timeout", "19.0", "18.0", "option-unknown"),
        ("import_image_timeout", "18.0", "19.0", "option-renamed"),
        ("demo", "18.0", "19.0", "option-renamed"),
        ("translate_modules", "17.0", "19.0", "option-unknown"),
        ("db_replica_host", "18.0", "17.0", "option-unknown"),
    ],
)
def test_known_in_one_series_only(name, known, elsewhere, rule):
    assert _told(f"{name} = 1", known) is None
    assert _told(f"{name} = 1", elsewhere)[0] == rule


@pytest.mark.parametrize(
    ("name", "meant"),
    [("limit_memory_hrad", "limit_memory_hard"), ("addon_path", "addons_path"),
     ("log_leve", "log_level"), ("db_filter", "dbfilter"), ("database", "db_name"),
     ("load", "server_wide_modules"), ("proxymode", "proxy_mode"),
     ("longpoling_port", "gevent_port"), ("admin_password", "admin_passwd")],
)  # fmt: skip
def test_misspelt_with_the_name_that_was_meant(name, meant):
    rule, message = _told(f"{name} = x", "19.0")
    assert rule == "option-unknown"
    assert meant in message


def test_every_option_of_the_probe_is_known_and_no_other():
    ours = {f"ipai_health_{field.name}" for field in fields(probe.Settings)}
    known = table("19.0").known_patterns
    assert {one for one in known if one.startswith("ipai_health")} == ours


@pytest.mark.parametrize(
    ("name", "meant"),
    [("ipai_health_tokn", "ipai_health_token"),
     ("ipai_health_database", "ipai_health_databases"),
     ("ipai_health_time_out", "ipai_health_timeout")],
)  # fmt: skip
def test_a_misspelt_option_of_the_probe_is_told(name, meant):
    assert _told(f"{name} = x", "19.0") == (
        "option-unknown",
        f"{name} is unknown. Did you mean {meant}?",
    )


@pytest.mark.parametrize("name", ["ipai_health_webhook", "queue_job", "ipai_health"])
def test_a_name_that_only_begins_like_others_brings_no_hint(name):
    assert _told(f"{name} = x", "19.0")[1].endswith("is unknown.")


def test_nothing_like_it_brings_no_hint():
    assert _told("colour_of_the_sky = blue", "19.0")[1].endswith("is unknown.")


def test_the_measured_table_is_whole():
    options = table("19.0").options
    assert len(options) > 80
    assert options["workers"].type == "int"
    assert options["db_name"].env == "PGDATABASE"
    assert table("19.0").flags["-d"][0] == "db_name"


def test_a_false_of_an_option_that_is_gone_since_keeps_its_default():
    settings = layers.load("[options]\nimport_image_maxbytes = False\n", series="18.0")
    assert not list(judge(settings, Expected(), (writing.judge,)))


def test_a_file_without_its_header_keeps_its_lines():
    settings = layers.load("\ndb_hosts = pg\n[other]\ndb_port = 5432\n", series="19.0")
    assert settings.text.sections == {"other": 3}
    settings = layers.load("\ndb_hosts = pg\n", series="19.0")
    (found,) = judge(settings, Expected(), (names.judge_options,))
    assert (found.subject.partition(":")[2], found.line) == ("db_hosts", 2)
