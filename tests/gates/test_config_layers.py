"""Environment and arguments override the file, as Odoo lets them."""

from pathlib import Path

import pytest

from ipai_health.gates.cli import main

GOOD = """[options]
db_host = postgres
dbfilter = ^prod$
list_db = False
admin_passwd =
"""
COMPOSE = """\
services:
  odoo:
    image: odoo:19.0
    command: COMMAND
    environment: [ENVIRONMENT]
    volumes: ["./odoo.conf:/etc/odoo/odoo.conf"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("PGDATABASE", "PGHOST", "ODOO_LIST_DB"):
        monkeypatch.delenv(name, raising=False)
    Path("odoo.conf").write_text(GOOD)


def test_a_finding_says_who_overrides_the_file(capsys):
    main(["config", "--arguments=--db_host=x"])
    assert "(the file is overridden by the arguments)" in capsys.readouterr().out
    main(["config", "--env", "PGHOST=x"])
    said = capsys.readouterr().out
    assert "(the file is overridden by the environment: PGHOST)" in said
    Path("odoo.conf").write_text(GOOD.replace("postgres", "x"))
    main(["config"])
    assert "overridden" not in capsys.readouterr().out


def _rules(capsys, *arguments):
    main(["config", *arguments])
    lines = capsys.readouterr().out.splitlines()
    return {line.split(": ")[1] for line in lines if line.startswith("critical: ")}


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ("-d prod", "db-name-pinned"),
        ("--database=prod --workers 2", "db-name-pinned"),
        ("-dprod", "db-name-pinned"),
        ("--db-filter='^(x$'", "dbfilter-invalid"),
        ("--db-filter ''", "dbfilter-missing"),
        ("--db_host db", "db-host-unexpected"),
        ("--log-level=debug", "log-level-unexpected"),
        ("--log-le debug", "log-level-unexpected"),
        ("", None),
        ("--no-database-list -- --unknown -p 8069", None),
    ],
)
def test_arguments(capsys, arguments, rule):
    found = _rules(capsys, "odoo.conf", f"--arguments={arguments}")
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("pair", "rule"),
    [
        ("PGDATABASE=prod", "db-name-pinned"),
        ("PGHOST=db", "db-host-unexpected"),
        ("ODOO_LIST_DB=True", "list-db-open"),
        ("ODOO_DBFILTER=^prod$", None),
        ("HOST=db", None),
    ],
)
def test_environment(capsys, pair, rule):
    found = _rules(capsys, "odoo.conf", "--env", pair)
    assert found == ({rule} if rule else set())


def test_arguments_override_the_environment(capsys):
    given = ("--env", "PGHOST=db", "--arguments", "--db_host=postgres")
    assert _rules(capsys, "odoo.conf", *given) == set()


def test_this_process_counts_for_databases_but_not_for_connections(capsys, monkeypatch):
    monkeypatch.setenv("PGHOST", "ci-database")
    assert _rules(capsys, "odoo.conf") == set()
    monkeypatch.setenv("PGDATABASE", "prod")
    assert _rules(capsys, "odoo.conf") == {"db-name-pinned"}


def test_another_series_knows_no_odoo_variables(capsys):
    given = ("--env", "ODOO_LIST_DB=True", "--series", "18.0")
    assert _rules(capsys, "odoo.conf", *given) == set()


def test_a_composition_says_how_odoo_is_started(capsys):
    text = COMPOSE.replace("COMMAND", "odoo -d prod").replace("ENVIRONMENT", "A=b")
    Path("compose.yaml").write_text(text)
    assert _rules(capsys, "--compose", "compose.yaml") == {"db-name-pinned"}
    text = COMPOSE.replace("COMMAND", "odoo").replace("ENVIRONMENT", "PGDATABASE=x")
    Path("compose.yaml").write_text(text)
    assert _rules(capsys, "--compose", "compose.yaml") == {"db-name-pinned"}
    assert main(["config", "--compose", "compose.yaml", "--service", "web"]) == 2


def _messages(capsys, *arguments):
    main(["config", *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "admin_passwd is not set, so it is admin."),
        ("admin_passwd = admin", "admin_passwd is Odoo's default, admin."),
        ("admin_passwd = Tr0ub4dor", "admin_passwd is readable text, not a hash."),
    ],
)
def test_why_a_master_password_is_weak(capsys, line, said):
    Path("odoo.conf").write_text(GOOD.replace("admin_passwd =", line))
    assert said in _messages(capsys, "odoo.conf", "--fail-on", "info")


@pytest.mark.parametrize(
    "line", ["admin_passwd =", "admin_passwd = $pbkdf2-sha512$600000$abc$def"]
)
def test_quiet_about_no_master_password_and_a_hash(capsys, line):
    Path("odoo.conf").write_text(GOOD.replace("admin_passwd =", line))
    assert "admin_passwd" not in _messages(capsys, "odoo.conf")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "list_db is not set, and Odoo's default is True."),
        ("list_db = True", "list_db is True."),
    ],
)
def test_why_the_list_of_databases_is_open(capsys, line, said):
    Path("odoo.conf").write_text(GOOD.replace("list_db = False", line))
    assert said in _messages(capsys, "odoo.conf")


def test_the_very_pattern_that_was_asked_for(capsys):
    assert _rules(capsys, "odoo.conf", "--dbfilter", "^prod$") == set()
    assert _rules(capsys, "odoo.conf", "--dbfilter", "^other$") == {"dbfilter-missing"}
    said = _messages(capsys, "odoo.conf", "--dbfilter", "^other$")
    assert "dbfilter is ^prod$, and ^other$ is expected." in said


@pytest.mark.parametrize("pattern", ["^prod$", "^prod$(?!x)", "^(a|b)$", r"^prod\Z"])
def test_quiet_about_patterns_that_end(capsys, pattern):
    Path("odoo.conf").write_text(GOOD.replace("^prod$", pattern))
    assert "dbfilter-unanchored" not in _messages(capsys, "odoo.conf")


@pytest.mark.parametrize("pattern", ["^prod", "^prod(?!x)", "^prod(?=x)", "^(a$|b)"])
def test_tells_patterns_that_do_not_end(capsys, pattern):
    Path("odoo.conf").write_text(GOOD.replace("^prod$", pattern))
    assert "dbfilter-unanchored" in _messages(capsys, "odoo.conf")


def test_a_line_that_is_no_option_is_named(capsys):
    Path("odoo.conf").write_text(f"{GOOD}\nnonsense\n")
    assert "odoo.conf:7" in _messages(capsys, "odoo.conf")


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("list_db = False# closed", {"inline-comment"}),
        ("list_db = False;closed", {"inline-comment"}),
        ("list_db = False\ndb_user = odoo#1", set()),
    ],
)
def test_a_comment_needs_no_blank_where_no_value_has_such_a_sign(capsys, line, rules):
    Path("odoo.conf").write_text(GOOD.replace("list_db = False", line))
    assert _rules(capsys, "odoo.conf") == rules


@pytest.mark.parametrize(("home", "told"), [("a/b/c", False), ("a/b/c/d", True)])
def test_a_relative_folder_is_looked_for_in_three_folders_above(
    capsys, monkeypatch, home, told
):
    for name in ("own", home, "elsewhere"):
        Path(name).mkdir(parents=True)
    conf = Path(home, "odoo.conf").absolute()
    conf.write_text(f"{GOOD}addons_path = own\n")
    monkeypatch.chdir("elsewhere")
    assert ("addons-path-suspicious" in _messages(capsys, str(conf))) == told


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOST=${OF_NOBODY}"])
def test_a_variable_of_a_composition_without_a_known_value_says_nothing(
    capsys, variable
):
    text = COMPOSE.replace("COMMAND", "odoo").replace("ENVIRONMENT", f'"{variable}"')
    Path("compose.yaml").write_text(text)
    assert _rules(capsys, "--compose", "compose.yaml") == set()
