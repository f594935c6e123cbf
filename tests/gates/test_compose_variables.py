"""Env files, and services that extend others, read as docker compose reads them."""

from pathlib import Path

import pytest

from ipai_health.gates.cli import main
from ipai_health.gates.composition import project
from ipai_health.gates.composition.document import MAX_DEPTH, Tagged, read
from ipai_health.gates.composition.merging import untagged
from ipai_health.gates.composition.service import Service
from ipai_health.gates.composition.variables import filled_in, read_env_file
from ipai_health.gates.errors import CannotLook


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=plain", "plain"),
        ("A=", ""),
        ("A=''", ""),
        ("A='' # it's empty", ""),
        ("A='x' # isn't it", "x"),
        ("A='$B # y'", "$B # y"),
        ('A="a b" # c', "a b"),
        (r'A="say \"$B\" for \$1"', 'say "b" for $1'),
        (r'A="two\nlines"', "two\nlines"),
        ("A=a # comment", "a"),
        ("A=a#b", "a#b"),
        ("export A=x", "x"),
    ],
)
def test_a_line_of_an_env_file(line, value):
    Path("x.env").write_text(f"B=b\n{line}\n")
    assert read_env_file(Path("x.env"))["A"] == value


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("${A}", "a"),
        ("$A", "a"),
        ("x$A-y", "xa-y"),
        ("$$A", "$A"),
        ("${A", "${A"),
        ("$ 5", "$ 5"),
        ("${GONE}", "${GONE}"),
        ("$GONE/x", "${GONE}/x"),
        ("${GONE:-${A}}", "a"),
        ("${EMPTY:-x}${EMPTY-y}", "x"),
        ("${A:+set}", "set"),
    ],
)
def test_variables_are_filled_in(text, filled):
    assert filled_in(text, {"A": "a", "EMPTY": ""}) == filled


def test_an_empty_env_file_sets_nothing_and_a_broken_one_is_told():
    Path("empty.env").touch()
    assert read_env_file(Path("empty.env")) == {}
    Path("broken.env").write_bytes(b"\x7fELF\0\0\1" + bytes(range(256)))
    for name in ("broken.env", "gone.env"):
        with pytest.raises(CannotLook):
            read_env_file(Path(name))


def test_values_may_span_lines():
    Path("x.env").write_text("A='one\n# two\nit\\'s' \nB=\"\"\nC=\"open\nD=lost\n")
    assert read_env_file(Path("x.env")) == {"A": "one\n# two\nit\\", "B": ""}


def test_a_service_is_read_from_where_its_base_stands():
    Path("base").mkdir()
    Path("base/base.yaml").write_text(
        "services: {web: {image: 'odoo:19.0', env_file: {path: web.env},"
        " environment: {A: base, B: base}}}\n"
    )
    Path("base/web.env").write_text("C=of the base\n")
    Path("compose.yaml").write_text(
        "services: {odoo: {extends: {service: web, file: base/base.yaml},"
        " environment: {A: own}}}\n"
    )
    loaded = project.load([Path("compose.yaml")], {})
    odoo = Service("odoo", loaded)
    assert odoo.complete
    assert odoo.variables | {"A": str(odoo.variables["A"])} == {
        "A": "own",
        "B": "base",
        "C": "of the base",
    }


def test_a_service_whose_base_is_not_here_is_incomplete():
    Path("compose.yaml").write_text(
        "services:\n"
        "  odoo: {image: 'odoo:19.0', extends: {service: web, file: gone.yaml}}\n"
        "  cron: {extends: odoo}\n"
        "  db: {image: 'postgres:16'}\n"
    )
    loaded = project.load([Path("compose.yaml")], {})
    complete = {name: Service(name, loaded).complete for name in loaded.services}
    assert complete == {"odoo": False, "cron": False, "db": True}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("include: [gone.yaml]\n", "includes gone.yaml: no such file"),
        (
            "include: [{path: [here.yaml, a.yaml, b.yaml]}]\n",
            "includes a.yaml b.yaml: no such file",
        ),
        ("", "web extends gone.yaml: no such file"),
    ],
)
def test_a_file_that_is_not_here_could_not_be_looked_at(text, said, capsys):
    extends = "extends: {service: web, file: gone.yaml}, "
    Path("here.yaml").write_text("services: {}\n")
    Path("compose.yaml").write_text(
        f"{text}services:\n"
        "  odoo: {image: 'odoo:19.0', depends_on: [db]}\n"
        f"  web: {{{'' if text else extends}image: 'acme/web:1'}}\n"
        "  db: {image: 'postgres:16'}\n"
    )
    assert main(["compose", "-f", "compose.yaml"]) == 2
    assert capsys.readouterr().err == f"ipai-health: compose.yaml: {said}\n"


@pytest.mark.parametrize(
    "path",
    [
        "oci://docker.io/acme/base:1",
        "https://git.example.com/acme/base.git",
        "git@git.example.com:acme/base.git",
        "${BASE}/compose.yaml",
    ],
)
@pytest.mark.parametrize("kind", ["include", "extends"])
def test_what_comes_from_elsewhere_is_only_not_looked_at(kind, path, capsys):
    extends = f"extends: {{service: db, file: '{path}'}}, "
    Path("compose.yaml").write_text(
        f"{f'include: [{path!r}]' if kind == 'include' else ''}\nservices:\n"
        "  odoo: {image: 'odoo:19.0', depends_on: [db]}\n"
        f"  db: {{{extends if kind == 'extends' else ''}image: 'postgres:16'}}\n"
    )
    assert main(["compose", "-f", "compose.yaml"]) == 0
    assert capsys.readouterr().err == ""


def test_files_that_include_each_other_end_in_one_line(capsys):
    Path("compose.yaml").write_text("include: [a.yaml]\nservices: {}\n")
    Path("a.yaml").write_text("include: [compose.yaml]\nservices: {}\n")
    assert main(["compose", "-f", "compose.yaml"]) == 2
    assert "includes go round in a circle" in capsys.readouterr().err


def test_nested_as_deep_as_anybody_needs_and_no_deeper():
    read("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x")
    with pytest.raises(CannotLook, match="line 1: nested too deeply"):
        read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "x")


def test_every_key_knows_its_line():
    (document,) = read("services:\n  db:\n    image: x\n  web:\n    ports: [1]\n", "x")
    assert document.lines["services",] == 1
    assert document.lines["services", "db"] == 2
    assert document.lines["services", "db", "image"] == 3
    assert document.lines["services", "web", "ports"] == 5


def test_documents_of_one_file_are_merged():
    Path("compose.yaml").write_text(
        "services:\n  db: &db {image: 'postgres:16', ports: ['127.0.0.1:1:5432']}\n"
        "---\n---\n# what differs here\n"
        "services:\n  db:\n    ports: !reset []\n    image: postgres:17\n"
        "  odoo: {extends: {file: base.yaml, service: web}}\n"
    )
    Path("base.yaml").write_text(
        "services: {web: {image: 'odoo:18.0', user: odoo}}\n"
        "---\nservices: {web: {image: 'odoo:19.0'}}\n---\nx-more: {}\n"
    )
    loaded = project.load([Path("compose.yaml")], {})
    assert loaded.services["db"] == {"image": "postgres:17"}
    assert loaded.services["odoo"] == {"image": "odoo:19.0", "user": "odoo"}
    assert loaded.places["services", "db"] == ("compose.yaml", 7)


@pytest.mark.parametrize("text", ["---\n---\n", "services: {}\n--- word\n"])
def test_documents_that_are_no_composition_are_one_line(text, capsys):
    Path("compose.yaml").write_text(text)
    assert main(["compose", "-f", "compose.yaml"]) == 2
    said = capsys.readouterr().err
    assert said == "ipai-health: compose.yaml: not a compose file\n"


def test_an_anchor_counts_in_later_documents_as_for_docker_compose():
    Path("compose.yaml").write_text("x-a: &a {image: x}\n---\nservices: {web: *a}\n")
    loaded = project.load([Path("compose.yaml")], {})
    assert loaded.services == {"web": {"image": "x"}}


def test_what_was_reset_is_gone_and_what_overrides_is_itself():
    assert untagged(Tagged("!reset", 1)) is None
    assert untagged(Tagged("!override", [1])) == [1]
    assert untagged({"a": Tagged("!reset", 1), "b": [Tagged("!override", 2)]}) == {
        "b": [2]
    }
