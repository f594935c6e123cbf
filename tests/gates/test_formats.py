"""Every output format against its public schema, and without a secret in any."""

import argparse
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from ipai_health.core import rules
from ipai_health.core.finding import Finding
from ipai_health.core.report import Report
from ipai_health.gates import output

SCHEMAS = Path(__file__).with_name("schemas")
OWN_SCHEMA = Path(rules.__file__).parents[1] / "data" / "ipai-health-1.schema.json"
SECRET = "Tr0ub4dor-and-3"
PROPERTY = r"(?:file|line|title)=[^,:\n]*"
ANNOTATION = re.compile(
    rf"::(?:error|warning|notice)(?: {PROPERTY}(?:,{PROPERTY})*)?::[^\n]*"
)

FINDINGS = [
    Finding(
        "config-unloadable", "odoo.conf", "two\nlines, 9 %", file="a b.conf", line=3
    ),
    Finding("db-name-pinned", "odoo.conf:db_name", "<&\x00\x1b\ud800> \U0001f600"),
    Finding("compose-image-latest", "db", f"postgres://odoo:{SECRET}@db/prod is set."),
    Finding(
        "option-unknown", "o:x", f"admin_passwd = {SECRET}, 'ü'", file="./x", line=1
    ),
    Finding("view-invalid", "ir.ui.view,1", "gone", res_model="ir.ui.view", res_id=1),
    Finding("list-db-open", "o:list_db", "it is open", file="/etc/odoo/odoo.conf"),
]

REPORTS = {
    "several": Report("config", FINDINGS, inspected=14),
    "clean": Report("compose", inspected=2),
    "blind": Report("db", blind=[f"postgres://u:{SECRET}@h does not answer"]),
}
FORMATS = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def _render(report, output_format):
    return output.render(output.redacted(report), output_format)


@FORMATS
@pytest.mark.parametrize("output_format", output.FORMATS)
def test_no_secret_and_encodable(report, output_format):
    text = _render(report, output_format)
    assert SECRET not in text
    assert text.encode("utf-8")


@FORMATS
def test_json_keeps_its_schema(report):
    document = json.loads(_render(report, "json"))
    schema = json.loads(OWN_SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)


@FORMATS
def test_sarif_keeps_the_oasis_schema(report):
    document = json.loads(_render(report, "sarif"))
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    results = document["runs"][0]["results"]
    assert len(results) == len(report.findings)


@FORMATS
def test_junit_keeps_the_schema_of_jenkins(report):
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))
    document = etree.parse(BytesIO(_render(report, "junit").encode("utf-8")))
    schema.assertValid(document)
    assert len(document.findall(".//failure")) == len(report.findings)


@FORMATS
def test_github_annotations_keep_their_grammar(report):
    *commands, summary = _render(report, "github").splitlines()
    assert len(commands) == len(report.findings) + len(report.blind)
    for command in commands:
        assert ANNOTATION.fullmatch(command), command
    assert summary.startswith(report.source)


def test_no_format_calls_it_a_pass_when_something_could_not_be_looked_at():
    blind = REPORTS["blind"]
    assert json.loads(_render(blind, "json"))["status"] == "fail"
    for output_format in ("text", "github"):
        summary = _render(blind, output_format).splitlines()[-1]
        assert summary == (
            "db: fail, 0 findings, 0 inspected, 1 could not be looked at"
        )
    (run,) = json.loads(_render(blind, "sarif"))["runs"]
    assert not run["invocations"][0]["executionSuccessful"]
    assert etree.fromstring(_render(blind, "junit").encode()).get("errors") == "1"


@FORMATS
def test_the_terminal_shows_the_words_of_the_plain_text(report):
    console = pytest.importorskip("rich.console")
    from ipai_health.gates.console import show

    screen = StringIO()
    target = console.Console(file=screen, force_terminal=True, width=400)
    show(output.redacted(report), target)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    for finding in output.redacted(report).findings:
        assert finding.rule in plain
        assert finding.subject in plain
    assert SECRET not in plain


def test_severities_become_levels():
    document = json.loads(_render(REPORTS["several"], "sarif"))
    levels = {one["ruleId"]: one["level"] for one in document["runs"][0]["results"]}
    assert levels["config-unloadable"] == "error"
    assert levels["compose-image-latest"] == "warning"
    assert levels["option-unknown"] == "note"


def test_nothing_wrong_is_one_case_that_passes():
    suites = etree.fromstring(_render(Report("config"), "junit").encode())
    ((case,),) = suites
    assert case.get("name") == "nothing wrong"
    assert len(case) == 0
    assert suites.get("tests") == "1"
    assert (suites.get("failures"), suites.get("errors")) == ("0", "0")


def test_a_terminal_gets_the_format_that_was_asked_for(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    options = argparse.Namespace(output=None, format="json", no_color=False)
    output.write(Report("config"), options)
    assert json.loads(capsys.readouterr().out)["source"] == "config"
