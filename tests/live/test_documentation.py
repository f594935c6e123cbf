"""Every command that the documentation shows, run on a real server."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from sandbox.paths import ROOT
from sandbox.site import TOKEN, Site

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^ {4}.*\n)+", re.MULTILINE)
SITES = ("https://erp.example.com", "http://127.0.0.1:8069", "http://odoo1:8069")
PAGES = {
    page.relative_to(ROOT).with_suffix("").as_posix(): page.read_text("utf-8")
    for page in [
        ROOT / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "ipai_health/readme").glob("*.md")),
    ]
}

ELSEWHERE = {
    "make run": "tests/live/test_make_run.py",
    "make demo": "tests/live/test_demo.py",
    "make test": "scripts/sandbox/test.py",
    "make dist": "tests/live/test_packaging.py",
    "make lint": "Makefile",
    "make test PARTS=library": "scripts/sandbox/test.py",
    "make test PARTS=addon": "scripts/sandbox/test.py",
    "PYTHONPATH=scripts .venv/bin/python -m pytest tests/live/test_nodes.py": (
        "scripts/sandbox/test.py"
    ),
    "pip install dist/ipai_health-VERSION-py3-none-any.whl": (
        "tests/live/test_packaging.py"
    ),
    "pip install wheels/ipai_health-VERSION-py3-none-any.whl": (
        "tests/live/test_packaging.py"
    ),
    "ipai-health serve --conf /etc/odoo/odoo.conf --port 8070 --agent-port 8071": (
        "tests/live/test_sidecar.py"
    ),
    "ODOO_SERVER_WIDE_MODULES=base,rpc,web odoo module uninstall -d DATABASE"
    " ipai_health": "tests/live/test_lifecycle.py",
    "odoo -d DATABASE -u ipai_health --stop-after-init": "tests/live/test_upgrade.py",
    'NODES="10.0.0.11 10.0.0.12" SITE_HOST=erp.example.com'
    " docker/nginx/refresh-upstreams.sh": "tests/live/test_nginx.py",
}
"""What a block called console shows, and the file that runs it."""

NEAREST = {
    "docker": "tests/docker/test_image.py",
    "kubectl": "tests/docker/test_kubernetes.py",
    "openssl": "tests/docker/test_image.py",
    "mkdir": "tests/docker/test_image.py",
    "cd": "tests/docker/test_image.py",
    "SITE_HOST=erp.example.com": "tests/live/test_haproxy.py",
    "scripts/ship.sh": "tests/live/test_gate_prod.py",
}
"""Programs of a block called console that cannot be had here, or only prepare what
they do, and the test that comes nearest.
"""

PROGRAM = re.compile(
    r"^(?:\$ )?(?:[A-Z_]+=\S+ )*"
    r"(?:ipai-health|odoo|make|pip|curl|docker|kubectl|source|scripts/\S+) ",
    re.MULTILINE,
)
"""How a command begins."""

FINDS = 1
"""Exit code of a command that looked and found something."""


def lines_of(text, language):
    """Return the lines of all blocks in ``language``."""
    blocks = [block for _indent, name, block in FENCE.findall(text) if name == language]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [re.sub(r" {2,}#.*", "", line).strip() for line in lines if line.strip()]


def workflow_of(text):
    """Return what the workflows of a page run."""
    blocks = [block for _indent, name, block in FENCE.findall(text) if name == "yaml"]
    workflows = [block for block in blocks if block.startswith("jobs:")]
    return [
        step["run"]
        for block in workflows
        for job in yaml.safe_load(block)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]


SHOWN = [
    (page, line)
    for page, text in PAGES.items()
    for line in [*lines_of(text, "sh"), *workflow_of(text)]
]
COMMANDS = [(page, line) for page, line in SHOWN if line not in ELSEWHERE]


@pytest.fixture(scope="module")
def reader_site(source, cluster, workshop, health_template, tmp_path_factory):
    """Return one server for all commands."""
    from sandbox import templates
    from sandbox.instance import Instance

    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("server"),
        options={"dbfilter": "^reader$"},
        environment={"IPAI_HEALTH_TOKEN": TOKEN},
    )
    templates.clone(instance, health_template, "reader", workshop)
    with instance.serve("-d", "reader") as server:
        yield Site(instance, server.wait("/ipai/health"), "reader")
    templates.discard(instance, "reader")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, reader_site):
    """Return a folder as a reader has it: the repository's, with the programs of make
    run, which are also those on the path.
    """
    place = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "docker", place / "docker")
    shutil.copytree(ROOT / "docker", place / "deploy")
    ignored = shutil.ignore_patterns("__pycache__")
    for home in (place, place / "addons"):
        shutil.copytree(ROOT / "ipai_health", home / "ipai_health", ignore=ignored)
    programs = place / ".run"
    programs.mkdir()
    (programs / "token").write_text(TOKEN)
    for name, module in (("odoo", "odoo"), ("ipai-health", "ipai_health.gates")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        program.chmod(0o755)
    return place


MANIFEST = """{
    "name": "Label printers", "version": "19.0.1.0.0", "license": "LGPL-3",
    "depends": ["ipai_health"], "data": ["ir.model.access.csv"],
}
"""

ACCESS = """id,name,model_id/id,group_id/id,perm_read,perm_write,perm_create,perm_unlink
label_printer,label.printer,model_label_printer,base.group_system,1,1,1,1
"""

PRINTER = """from odoo import fields, models


class LabelPrinter(models.Model):
    _name = "label.printer"
    _description = "Label printer"

    name = fields.Char()
    silent = fields.Boolean()
"""


@pytest.mark.torture
def test_the_check_of_the_page_works_as_it_stands(
    make_instance, make_database, tmp_path
):
    """In an addon of its own, beside a model that has what the page asks for."""
    ((_indent, _language, code),) = FENCE.findall(PAGES["docs/how-to/own-check"])
    addon = tmp_path / "addons" / "label_printers"
    addon.mkdir(parents=True)
    for name, text in (
        ("__manifest__.py", MANIFEST),
        ("__init__.py", "from . import check, printer\n"),
        ("printer.py", PRINTER),
        ("check.py", code),
        ("ir.model.access.csv", ACCESS),
    ):
        (addon / name).write_text(text)
    instance = make_instance("printers", addons=(ROOT, addon.parent))
    make_database(instance, "printers")
    instance.install("printers", ["label_printers"])
    instance.shell(
        "printers",
        "env['label.printer'].create([{'name': 'ramp', 'silent': True},"
        " {'name': 'desk', 'silent': False}]); env.cr.commit()",
    )
    done = instance.health("printers", "--check", "printers", "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["rule"], finding["subject"]) == ("printer-silent", "ramp")
    assert (finding["severity"], finding["remedy"]) == ("warning", "Switch it on.")


def test_there_are_commands():
    assert len(COMMANDS) > 20


@pytest.mark.parametrize("page", PAGES)
def test_no_command_stands_where_nobody_runs_it(page):
    """Blocks of shell are run here, those of a console elsewhere; no other block
    begins like a command.
    """
    text = PAGES[page]
    for line in lines_of(text, "console"):
        place = ELSEWHERE.get(line) or NEAREST.get(line.split()[0])
        assert place, f"nobody runs: {line}"
        assert (ROOT / place).is_file()
    blocks = INDENTED.findall(FENCE.sub("", text))
    blocks += [
        block
        for _indent, language, block in FENCE.findall(text)
        if language not in ("sh", "console", "yaml")
    ]
    for block in blocks:
        stripped = "\n".join(line.strip() for line in block.splitlines())
        assert not PROGRAM.search(stripped), f"neither sh nor console: {stripped}"


def test_nothing_is_said_to_run_elsewhere_that_is_shown_nowhere():
    shown = {line for text in PAGES.values() for line in lines_of(text, "console")}
    shown |= {line for _page, line in SHOWN}
    assert set(ELSEWHERE) <= shown


@pytest.mark.parametrize(
    ("page", "line"), COMMANDS, ids=lambda value: value.replace(" ", "_")[:60]
)
def test_the_command_runs(page, line, folder, reader_site):
    instance = reader_site.instance
    text = line.replace("DATABASE", reader_site.database)
    text = re.sub(r"\bTOKEN\b", TOKEN, text)
    text = re.sub(r"-d ipai\b", f"-d {reader_site.database}", text)
    for site in SITES:
        text = text.replace(site, reader_site.server.url)
    if text.startswith("odoo "):
        text += " --no-http" if "health" not in text else " --log-level=error"
    done = subprocess.run(
        ["bash", "-c", text],
        cwd=folder,
        env=instance.variables()
        | {
            "PATH": f"{folder / '.run'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{instance.source.core}{os.pathsep}{ROOT}",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.returncode in (0, FINDS), said
    silent = ("odoo ", ".run/odoo i18n", "source ")  # they log, or change the shell
    assert done.stdout or text.startswith(silent) or "--output" in text, said
