"""The contract's own snippets: right without their comments, wrong as printed."""

from pathlib import Path

import pytest

from ipai_health.gates.cli import main

CONF = """\
db_host = postgres
db_name = False  # REQUIRED: Use dbfilter instead
dbfilter = ^(odoo|insightpulse)$  # REQUIRED: Regex for allowed DBs
list_db = False  # REQUIRED: Security - don't expose DB list
log_level = info
addons_path = /usr/lib/python3/dist-packages/odoo/addons,/mnt/extra-addons
"""
COMPOSE = """\
services:
  db:
    container_name: odoo-postgres
    image: postgres:16
    networks:
      odoo_backend:
        aliases:
          - postgres  # REQUIRED: Odoo expects this alias
  odoo:
    container_name: odoo-ce
    image: odoo:19.0
    depends_on:
      - db
    volumes:
      - ./odoo.conf:/etc/odoo/odoo.conf
    networks:
      - odoo_backend
networks:
  odoo_backend:
"""
MODULES = (
    "ipai_theme_aiux",
    "ipai_aiux_chat",
    "ipai_ask_ai",
    "ipai_document_ai",
    "ipai_expense_ocr",
)
MANIFEST = """{
    'name': 'IPAI',
    'author': 'IPAI',
    'depends': [
        'base',
        'web',
        # Only list modules that exist in addons_path
    ],
}
"""
COMPOSE_FILE = "deploy/docker-compose.prod.v0.10.0.yml"


def _plain(text):
    lines = (line.partition("  #")[0].rstrip() for line in text.splitlines())
    return "[options]\n" + "\n".join(lines) + "\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Make the repository that the contract speaks of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PGDATABASE", raising=False)
    Path("deploy").mkdir()
    Path("deploy/odoo.conf").write_text(_plain(CONF))
    Path(COMPOSE_FILE).write_text(COMPOSE)
    for name in MODULES:
        Path("addons", name).mkdir(parents=True)
        Path("addons", name, "__manifest__.py").write_text(MANIFEST)
        Path("addons", name, "__init__.py").write_text("")
    return tmp_path


def _required():
    return ["--addons-path", "addons", "--require", ",".join(MODULES)]


def test_the_contract_passes_without_its_comments(repository):
    assert main(["config", "deploy/odoo.conf"]) == 0
    assert main(["compose", "-f", COMPOSE_FILE, "--conf", "deploy/odoo.conf"]) == 0
    assert main(["modules", *_required()]) == 0


def test_the_gates_find_the_files_themselves(repository):
    assert [main([gate]) for gate in ("config", "compose", "modules")] == [0, 0, 0]


def test_as_printed_its_comments_are_values(repository, capsys):
    Path("deploy/odoo.conf").write_text(f"[options]\n{CONF}")
    assert main(["config", "deploy/odoo.conf"]) == 1
    found = capsys.readouterr().out
    for option in ("db_name", "dbfilter", "list_db"):
        assert f"inline-comment: odoo.conf:{option}" in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("db_host = postgres", "db_host = db"),
        ("db_host = postgres\n", ""),
        ("db_name = False", "db_name = odoo_core"),
        ("dbfilter = ^(odoo|insightpulse)$\n", ""),
        ("^(odoo|insightpulse)$", "^(odoo|insightpulse$"),
        ("list_db = False", "list_db = True"),
        ("list_db = False\n", ""),
        ("log_level = info", "log_level = debug"),
        ("[options]", "[Options]"),
        ("[options]\n", ""),
    ],
)
def test_each_broken_value_fails(repository, old, new):
    text = _plain(CONF)
    assert old in text
    Path("deploy/odoo.conf").write_text(text.replace(old, new))
    assert main(["config", "deploy/odoo.conf"]) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("          - postgres  #", "          - pg  #"),
        ("        aliases:\n          - postgres", "        priority: 1\n        #"),
        ("    depends_on:\n      - db\n", ""),
        ("      - odoo_backend\nnetworks", "      - web\nnetworks"),
        ("  odoo_backend:\n", "  backend:\n"),
    ],
)
def test_each_broken_topology_fails(repository, old, new):
    assert old in COMPOSE
    head, _, tail = COMPOSE.rpartition(old)
    Path(COMPOSE_FILE).write_text(f"{head}{new}{tail}")
    assert main(["compose", "-f", COMPOSE_FILE, "--conf", "deploy/odoo.conf"]) == 1


def test_each_missing_module_fails(repository):
    for name in MODULES:
        folder = Path("addons", name)
        folder.rename(f"{name}.away")
        assert main(["modules", *_required()]) == 1
        Path(f"{name}.away").rename(folder)
    assert main(["modules", *_required()]) == 0


def test_the_misspelt_manifest_of_the_contract_is_named(repository, capsys):
    manifest = Path("addons/ipai_ask_ai/__manifest__.py")
    manifest.rename(manifest.with_name("manifest__.py"))
    assert main(["modules", *_required()]) == 1
    assert "manifest-misnamed: ipai_ask_ai" in capsys.readouterr().out


def test_a_dependency_that_is_not_there_fails(repository):
    manifest = Path("addons/ipai_ask_ai/__manifest__.py")
    manifest.write_text(MANIFEST.replace("'web'", "'web', 'ipai_gone'"))
    assert main(["modules", *_required()]) == 1


def test_the_addons_path_is_held_against_an_unpacked_image(repository):
    root = Path("image")
    for folder in ("usr/lib/python3/dist-packages/odoo/addons/base", "mnt"):
        (root / folder).mkdir(parents=True)
    for name in ("__init__.py", "__manifest__.py"):
        (root / "usr/lib/python3/dist-packages/odoo/addons/base" / name).write_text(
            "{}"
        )
    assert main(["config", "deploy/odoo.conf", "--root", "image"]) == 1
    (root / "mnt/extra-addons").symlink_to("/srv/addons")
    assert main(["config", "deploy/odoo.conf", "--root", "image"]) == 1
    (root / "srv/addons").mkdir(parents=True)
    assert main(["config", "deploy/odoo.conf", "--root", "image"]) == 0
