"""Generated valid files are never findings, whatever they look like."""

from argparse import ArgumentParser
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipai_health.core.odoo_conf import layers
from ipai_health.core.odoo_conf.expected import Expected
from ipai_health.core.odoo_conf.judges import VALUES, WRITING, judge
from ipai_health.core.odoo_conf.options import is_secret, table
from ipai_health.gates import compose, modules

PATIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TOUCHED = ("dbfilter", "db_host", "db_name", "list_db", "log_level", "admin_passwd")
"""Options with a right value of their own."""
AVOIDED = (
    *("proxy_mode", "workers", "x_sendfile", "http_interface", "syslog", "log_handler"),
    *("overwrite_existing_translations", "dev_mode", "addons_path", "csv_internal_sep"),
)
"""Options that are right or wrong by what stands beside them."""

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-./@%+", min_size=1, max_size=20)
NAME = st.from_regex(r"[a-z][a-z0-9_]{2,15}", fullmatch=True)


def _value(option):
    if option.type == "bool":
        return st.sampled_from(["True", "False", "yes", "off", "1", "0"])
    if option.type == "int":
        return st.integers(0, 10**9).map(str)
    if option.type == "float":
        return st.floats(0, 100).map(str)
    if option.choices:
        return st.sampled_from(option.choices)
    return WORD.filter(lambda word: word not in ("None", "nan"))


OPTIONS = {
    name: _value(option)
    for name, option in table("19.0").options.items()
    if option.in_file and name not in (*TOUCHED, *AVOIDED)
}
RIGHT = st.fixed_dictionaries(
    {
        "dbfilter": NAME.map(lambda name: f"^{name}$"),
        "db_host": st.just("postgres"),
        "db_name": st.sampled_from(["False", ""]),
        "list_db": st.sampled_from(["False", "no", "0"]),
        "admin_passwd": st.sampled_from(["", "$pbkdf2-sha512$600000$a$b"]),
    },
    optional={"log_level": st.just("info"), **OPTIONS},
)


@PATIENT
@given(RIGHT, st.sampled_from([" = ", "=", ": "]), st.randoms())
def test_right_values_are_no_findings(values, equals, draw):
    lines = [f"{name}{equals}{value}" for name, value in values.items()]
    draw.shuffle(lines)
    text = "\n".join(["[options]", *lines, ""])
    found = list(judge(layers.load(text), Expected(), (*VALUES, *WRITING)))
    assert not found, text


@PATIENT
@given(RIGHT.flatmap(lambda one: st.tuples(st.just(one), st.sampled_from(list(one)))))
def test_a_comment_behind_any_value_is_told_once(drawn):
    values, name = drawn
    values = {**values, name: f"{values[name]} # why"}
    lines = [f"{key} = {value}" for key, value in values.items()]
    settings = layers.load("\n".join(["[options]", *lines, ""]))
    found = [one.rule for one in judge(settings, Expected(), (*VALUES, *WRITING))]
    assert found == ["inline-comment"], (name, is_secret(name), values[name])


@st.composite
def compositions(draw):
    """Return a right composition in a random mixture of syntaxes."""
    database, odoo = draw(NAME), draw(NAME)
    if database == odoo:
        odoo += "_odoo"
    network, alias = draw(NAME), draw(NAME)
    named = draw(st.sampled_from([database, alias]))
    long = draw(st.booleans())
    server = {
        "image": f"postgres:{draw(st.integers(12, 18))}",
        "healthcheck": {"test": draw(st.sampled_from(["pg_isready", ["CMD", "true"]]))},
        "networks": {network: {"aliases": [alias]}},
        "environment": {"POSTGRES_PASSWORD": "${POSTGRES_PASSWORD}"},
    }
    service = {
        "image": f"odoo:{draw(st.integers(16, 19))}.0",
        "healthcheck": {"test": "curl -f localhost:8069/web/health"},
        "networks": [network] if not long else {network: None},
        "environment": [f"HOST={named}"] if not long else {"HOST": named},
        "depends_on": [database]
        if not long
        else {database: {"condition": "service_healthy"}},
    }
    services = [(database, server), (odoo, service)]
    if draw(st.booleans()):
        services.reverse()
    return {"services": dict(services), "networks": {network: draw(st.none())}}


@PATIENT
@given(compositions())
def test_right_compositions_are_no_findings(tmp_path, composition):
    path = tmp_path / "compose.yaml"
    path.write_text(yaml.safe_dump(composition, sort_keys=False))
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(["-f", str(path)]))
    assert not report.findings, composition


@PATIENT
@given(
    st.dictionaries(NAME.map("m_{}".format), st.lists(NAME, max_size=3), min_size=1),
    st.integers(),
)
def test_right_modules_are_no_findings(tmp_path_factory, drawn, number):
    folder = tmp_path_factory.mktemp("addons")
    earlier = []
    for name, files in drawn.items():
        module = Path(folder, name)
        (module / "static").mkdir(parents=True)
        listed = [f"{file}.xml" for file in dict.fromkeys(files)]
        for file in listed:
            (module / file).write_text("<odoo/>")
            (module / "static" / file).write_text("<t/>")
        manifest = {
            "name": name,
            "depends": ["base", *earlier[-2:]],
            "data": listed,
            "assets": {"web.assets_backend": [f"{name}/static/*.xml"] * bool(listed)},
        }
        (module / "__manifest__.py").write_text(f"# {number}\n{manifest!r}\n")
        (module / "__init__.py").write_text("")
        earlier.append(name)
    parser = ArgumentParser()
    modules.add_arguments(parser)
    report = modules.run(parser.parse_args(["--addons-path", str(folder)]))
    assert not report.findings, drawn
