"""odoo.conf is read exactly as Odoo 19's own configmanager reads it."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from conf_generator import conf
from sandbox import odoo_source

from ipai_health.core.odoo_conf import layers
from ipai_health.core.odoo_conf.expected import Expected
from ipai_health.core.odoo_conf.judges import WRITING, judge
from ipai_health.core.odoo_conf.settings import FILE
from ipai_health.core.odoo_conf.values import PATHS

pytestmark = pytest.mark.live

READER = Path(__file__).with_name("odoo_conf_reader.py")
FILES = 600
RENAMED = {"import_file_timeout": "import_image_timeout"}
REFUSALS = {"config-unloadable", "option-invalid"}
HIDDEN = {"inline-comment", "placeholder-unexpanded"}
"""More specific words for a value that Odoo may refuse."""

OVERRIDES = (
    ({}, []),
    ({}, []),
    ({"PGDATABASE": "one,two"}, []),
    ({"PGHOST": "elsewhere", "ODOO_LIST_DB": "False"}, []),
    ({"PGDATABASE": "prod"}, ["--database", "other", "--no-database-list"]),
    ({"ODOO_DBFILTER": "^a$"}, ["--db-filter=^b$", "-p8070", "--workers", "3"]),
    ({"ODOO_LOG_LEVEL": "warn"}, ["--log-level", "debug", "--proxy-mode"]),
)


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    """Return for each generated file its text, overrides, and what Odoo makes of it."""
    folder = tmp_path_factory.mktemp("conf")
    asked = []
    for seed in range(FILES):
        path = folder / f"{seed}.conf"
        path.write_bytes(conf(seed).encode())
        environment, arguments = random.Random(seed).choice(OVERRIDES)
        asked.append(
            {"file": str(path), "environment": environment, "arguments": arguments}
        )
    source = odoo_source.find()
    environment = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(source.core),
        "LANG": "C.UTF-8",
    }
    reader = subprocess.run(
        [sys.executable, "-W", "ignore", str(READER)],
        input="".join(json.dumps(one) + "\n" for one in asked),
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    answers = [json.loads(line) for line in reader.stdout.splitlines()]
    assert len(answers) == FILES
    return list(zip(asked, answers, strict=True))


def _load(asked):
    with open(asked["file"], encoding="utf-8", newline=None) as file:
        text = file.read()
    return layers.load(
        text, environment=asked["environment"], arguments=asked["arguments"]
    )


def _rules(settings):
    return {found.rule for found in judge(settings, Expected(), WRITING)}


def _finished(name, settings):
    """Return our value of an option after the touches Odoo gives a few of them."""
    ours = settings[name].value
    if name == "server_wide_modules":
        ours = ours or ["base", "rpc", "web"]
        for module in ("base", "web"):
            if module not in ours:
                ours = [module, *ours]
    elif name == "http_interface" and not ours and settings[name].source == FILE:
        ours = "0.0.0.0"
    elif name == "db_replica_host":
        ours = ours or None
    elif name == "dev_mode":
        ours = [*ours, *["replica"] * (settings["db_replica_host"].value == "")]
    elif (
        name in RENAMED and settings[name].value == settings.table.options[name].default
    ):
        old = settings[RENAMED[name]]
        ours = int(old.value) if old.is_set else ours
    return ours


def test_refused_exactly_when_odoo_refuses(readings):
    refused = 0
    for asked, answer in readings:
        rules = _rules(_load(asked))
        told = bool(rules & REFUSALS)
        refused += "refused" in answer
        if "refused" in answer:
            assert told or rules & HIDDEN, (asked, answer)
        elif told:
            pytest.fail(f"Odoo takes it, we say {rules & REFUSALS}: {asked}")
    assert FILES * 0.2 < refused < FILES * 0.8


def test_the_same_values_as_odoo(readings):
    compared = 0
    for asked, answer in readings:
        if "refused" in answer:
            continue
        settings = _load(asked)
        if HIDDEN & _rules(settings):
            continue
        for name, value in answer["values"].items():
            option = settings.table.options[name]
            if option.type in PATHS or name == "log_handler":
                continue
            ours = _finished(name, settings)
            assert ours == value, (asked, name)
            compared += 1
    assert compared > 10_000
