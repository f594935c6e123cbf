"""Input that is empty, huge, binary, circular or meant to hurt: one line, in time."""

import json
import os
import random
import time
from pathlib import Path

import pytest

from ipai_health.gates import pipe
from ipai_health.gates.cli import main

LIMIT = 10.0
"""Seconds of the processor for the worst file; a healthy one takes a tenth."""
GATES = {"config": "odoo.conf", "compose": "compose.yaml"}


@pytest.fixture(autouse=True)
def in_time(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    start = time.process_time()
    yield
    assert time.process_time() - start < LIMIT


def _blind(capsys, *arguments):
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1, captured.err
    assert "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    ("what", "content"),
    {
        "empty": b"",
        "blank": b" \n\t\n",
        "binary": b"\x7fELF\0\0\1" + bytes(range(256)) * 40,
        "utf-16": "[options]\n".encode("utf-16"),
        "too large": b"# x\n" * 3_000_000,
    }.items(),
)
def test_nothing_to_inspect(gate, what, content, capsys):
    Path(GATES[gate]).write_bytes(content)
    _blind(capsys, gate, GATES[gate])


@pytest.mark.parametrize("gate", GATES)
def test_what_is_no_file(gate, capsys, monkeypatch):
    monkeypatch.setattr(pipe, "WAIT", 0.1)
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe")
    for name in ("folder", "loop", "pipe", "gone", "/dev/zero", "a\0b", "x" * 300):
        assert main([gate, name]) == 2
    assert capsys.readouterr().err.count("\n") == 7


def test_file_without_rights(capsys):
    Path("odoo.conf").write_text("[options]\n")
    Path("odoo.conf").chmod(0)
    if not os.access("odoo.conf", os.R_OK):  # root reads everything
        _blind(capsys, "config", "odoo.conf")


CONFS = {
    "latin-1": "[options]\ndb_host = p\u00f6stgres\n".encode("latin-1"),
    "no header": b"db_host = postgres\n",
    "endless blanks": b"[options]\ndb_user = a" + b" " * 2_000_000 + b"b\n",
    "many unknown": b"[options]\n" + b"".join(b"k%d = 1\n" % n for n in range(10_000)),
    "backtracking": b"[options]\ndbfilter = ^(([a-z])+.)+[A-Z]([a-z])+$\n",
    "nested groups": b"[options]\ndbfilter = " + b"(" * 5_000 + b")" * 5_000 + b"\n",
    "long line": b"[options]\naddons_path = " + b"/a," * 500_000 + b"\n",
    "sections": b"".join(b"[s%d]\n" % n for n in range(10_000)),
}


LONG = {
    "{{": "db_user",
    "{%": "db_user",
    "<%=": "db_user",
    "${a:-": "db_user",
    " ": "workers",
    "{{ ": "workers",
}


@pytest.mark.parametrize("part", LONG)
def test_a_long_value_takes_no_time(part):
    text = f"[options]\n{LONG[part]} = a{part * 60_000}b\n"
    Path("odoo.conf").write_text(text)
    start = time.process_time()
    main(["config", "odoo.conf"])
    assert time.process_time() - start < 4


@pytest.mark.parametrize("name", CONFS)
def test_a_file_that_odoo_would_refuse_is_a_finding(name, capsys):
    Path("odoo.conf").write_bytes(CONFS[name])
    assert main(["config", "odoo.conf", "--format", "json"]) == 1
    assert "Traceback" not in capsys.readouterr().err


BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
COMPOSES = {
    "bomb": BOMB,
    "merge bomb": BOMB.replace("[", "{<<: [").replace("]", "]}"),
    "deep": "[" * 100_000,
    "deep mapping": "{a: " * 100_000,
    "deep block": "".join(f"{' ' * n}a:\n" for n in range(3_000)),
    "tabs": "services:\n\tdb: {}\n",
    "not closed": 'services: {db: {image: "postgres}',
    "unknown anchor": "services: *gone\n",
    "key twice": "services:\n  db: {}\n  db: {}\n",
    "a list": "- services\n",
    "a word": "services\n",
    "no services": "networks: {}\n",
    "services a list": "services: [db]\n",
    "service a word": "services: {db: postgres}\n",
    "extends itself": "services: {a: {extends: {service: a}}}\n",
    "extends in a circle": "services: {a: {extends: b}, b: {extends: a}}\n",
    "extends nothing": "services: {a: {extends: {service: gone}}}\n",
    "includes itself": "include: [compose.yaml]\nservices: {}\n",
    "self anchor": "services: &s {a: *s}\n",
    "a tag": "services: !!python/object/apply:os.system [touch hacked]\n",
}


@pytest.mark.parametrize("name", COMPOSES)
def test_a_composition_that_nobody_could_read(name, capsys):
    Path("compose.yaml").write_text(COMPOSES[name])
    said = _blind(capsys, "compose", "-f", "compose.yaml")
    assert not Path("hacked").exists()
    if name == "tabs":
        assert "not YAML in line 2: " in said


ODD_SERVICES = (
    "{image: 7, environment: 3, networks: 4, ports: 5, volumes: 6, depends_on: 7}",
    "{image: [a], environment: [1, {a: b}], networks: [1], ports: [a, [b]]}",
    "{ports: ['1-99999999:1-99999999', ':::', '']}",
    "{volumes: ['', ':', 'a:b:c:d', {type: bind}], healthcheck: 3, build: 3}",
    "{command: 'unclosed \"', entrypoint: {a: b}, env_file: [{}], extends: ''}",
    "{networks: {a: [b], c: d}, depends_on: {a: b}, links: [1], labels: 5}",
    f"{{image: 'odoo{'1' * 5000}!', command: {'odoo' * 2000}}}",
    "{network_mode: 5, profiles: x, secrets: [1], configs: {a: b}, extra_hosts: 1}",
)


@pytest.mark.parametrize("odd", ODD_SERVICES)
def test_odd_shapes_are_no_crash(odd, capsys):
    rest = "db: {image: postgres:16, networks: [a]}"
    for name in ("odoo", "web"):
        Path("compose.yaml").write_text(f"services: {{{name}: {odd}, {rest}}}\n")
        main(["compose", "-f", "compose.yaml"])
        assert "crashed" not in capsys.readouterr().err


def test_an_env_file_with_a_quote_left_open_costs_no_time(capsys):
    Path("odoo.env").write_text("A='open\n" + "B=some value of a line\n" * 40_000)
    Path("compose.yaml").write_text(
        "services:\n"
        "  db: {image: 'postgres:16'}\n"
        "  odoo: {image: 'odoo:19.0', env_file: odoo.env, depends_on: [db]}\n"
    )
    assert main(["compose", "-f", "compose.yaml"]) == 0


def test_a_long_chain_of_services_costs_no_time(capsys):
    lines = [
        f"  o{n}: {{image: 'odoo:19.0', depends_on: [o{n - 1}]}}\n"
        for n in range(1, 2_000)
    ]
    first = "  o0: {image: 'odoo:19.0', depends_on: [db]}\n"
    last = "  db: {image: 'postgres:16'}\n"
    Path("compose.yaml").write_text("".join(["services:\n", first, *lines, last]))
    assert main(["compose", "-f", "compose.yaml", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["findings"]
    assert {one["rule"] for one in told} == {"compose-healthcheck-missing"}


MANIFESTS = {
    "code": "__import__('os').system('touch hacked')",
    "a call": "dict(name='x')",
    "nested": "(" * 5_000 + ")" * 5_000,
    "minus": "-" * 20_000 + "1",
    "sum": "+".join(["1"] * 20_000),
    "half": "{'name': 'x',",
    "a list": "['name']",
    "nothing": "",
    "odd depends": "{'depends': {'base': 1}}",
    "depends of numbers": "{'depends': [1]}",
    "data a text": "{'data': 'x.xml'}",
    "zero": "\0",
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_is_none(name, capsys):
    for module in ("odd", "good"):
        Path("addons", module).mkdir(parents=True)
    Path("addons/good/__manifest__.py").write_text("{'name': 'good'}")
    Path("addons/odd/__manifest__.py").write_text(MANIFESTS[name])
    assert main(["modules", "--addons-path", "addons"]) == 1
    assert "manifest-unreadable: odd" in capsys.readouterr().out
    assert not Path("hacked").exists()


def test_links_that_go_round(capsys):
    module = Path("addons/good")
    (module / "static/src").mkdir(parents=True)
    (module / "static/src/again").symlink_to(module.absolute())
    Path("addons/self").symlink_to("self")
    Path("addons/up").symlink_to(Path.cwd())
    (module / "__manifest__.py").write_text(
        "{'name': 'x', 'data': ['loop.xml'],"
        " 'assets': {'a': ['good/static/src/**/*.js', ['include'], [], 5, ('x',)]}}"
    )
    (module / "loop.xml").symlink_to("loop.xml")
    assert main(["modules", "--addons-path", "addons"]) == 1
    assert "crashed" not in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(40))
def test_noise_is_never_a_crash(seed, capsys):
    draw = random.Random(seed)
    letters = [*"[]{}:=,'\"#;&*!|>-?%@`$\\ \t\n\r", "options", "db", "services", "a"]
    text = "".join(draw.choice(letters) for _ in range(draw.randint(1, 400)))
    for gate, name in GATES.items():
        Path(name).write_text(text)
        main([gate, name])
        assert "crashed" not in capsys.readouterr().err, text
    Path("addons/m").mkdir(parents=True)
    Path("addons/m/__manifest__.py").write_text(text)
    Path("ship").write_text(text)
    main(["modules", "--addons-path", "addons", "--ship-list", "ship"])
    assert "crashed" not in capsys.readouterr().err, text
