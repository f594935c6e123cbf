"""The documentation: its reference is the code's, and nothing in it leads nowhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import documentation
import pytest
import shots

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))

FILE = re.compile(r"`([a-z_]+/[\w./-]*)`")
"""A path in backticks: from the checkout, or from the addon's folder."""

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")

MAKE = re.compile(r"`make ([a-z-]+)`|^ *make ([a-z-]+)(?: *#.*)?$", re.MULTILINE)

NOT_OURS = ("build/", "dist/", "odoo/")


@pytest.mark.parametrize("name", documentation.pages())
def test_the_reference_is_what_the_code_says(name):
    text = (ROOT / "docs" / name).read_text("utf-8")
    assert text == documentation.pages()[name], "write it anew with: make docs"


def test_the_site_is_built_without_a_warning(tmp_path):
    """Strict: a page outside the navigation or a dead link is an error."""
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    done = subprocess.run(
        [*words, str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        elsewhere = re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?)', text)
        assert elsewhere == []
        assert "```" not in text, f"a block of code is not shown as one: {page.name}"


def test_no_link_of_the_readme_is_dead():
    links = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_picture_is_one_of_make_shots():
    """But for the drawing of the architecture, which is no picture of a screen."""
    sizes, screens = "|".join(shots.SIZES), "|".join(shots.SCREENS | shots.BROKEN)
    picture = re.compile(rf"[a-z]+-(?:{screens})-(?:{sizes})\.png")
    shown = {
        (page.parent / path).resolve()
        for page in [ROOT / "README.md", *PAGES]
        for path in PICTURE.findall(page.read_text("utf-8"))
    }
    pictures = {path for path in shown if path.name != "architecture.svg"}
    assert pictures
    for path in pictures:
        assert path.parent == shots.FOLDER
        assert picture.fullmatch(path.name), "no picture of make shots"
        assert path.exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_named_is_there(page):
    named = [
        name
        for name in FILE.findall(page.read_text("utf-8"))
        if not name.startswith(NOT_OURS)
    ]
    missing = [
        name
        for name in named
        if not (ROOT / name).exists() and not (ROOT / "ipai_health" / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_make_command_named_is_there(page):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for quoted, alone in MAKE.findall(page.read_text("utf-8")):
        target = quoted or alone
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


def test_the_changelog_is_written_from_fragments():
    """The next release's changes, as ``make changelog`` would write them."""
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "next"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "## next" in done.stdout
    assert "<!-- newsfragments -->" in (ROOT / "CHANGELOG.md").read_text("utf-8")
