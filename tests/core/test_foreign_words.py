"""Names from a database act nowhere: not in the log, a ticket, a chat or a terminal."""

import io
import logging
import re
from pathlib import Path

import pytest

from ipai_health.core.own_log import own_logger
from ipai_health.core.render.markdown import for_chat, for_ticket

FORGED = "view\r\n2026-01-01 00:00:00,000 1 CRITICAL live odoo.http: \x1b[2Jhacked"
BEGINNING = re.compile(r"^\d{4}-\d\d-\d\d ", re.M)


@pytest.fixture
def log():
    """Return a logger of ours and what it wrote, in Odoo's format."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("2026-11-25 %(levelname)s %(message)s"))
    logger = own_logger("ipai_health.of_this_test")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield logger, out
    logger.removeHandler(handler)


def test_quiet_words_are_logged_as_they_are(log):
    logger, out = log
    logger.info("%s of %d, %.1f s: %r", "sale.order", 3, 0.25, "ä")
    assert out.getvalue() == "2026-11-25 INFO sale.order of 3, 0.2 s: 'ä'\n"


def test_a_name_makes_no_line_of_its_own(log):
    logger, out = log
    logger.warning("%s is broken: %s", FORGED, ValueError(FORGED))
    assert len(BEGINNING.findall(out.getvalue())) == 1
    assert "\x1b" not in out.getvalue()
    assert out.getvalue().count("\n") == 1


def test_an_exception_makes_no_line_of_its_own(log):
    logger, out = log
    try:
        raise ValueError(FORGED)
    except ValueError:
        logger.info("it crashed", exc_info=True)
    assert len(BEGINNING.findall(out.getvalue())) == 1
    assert "\x1b" not in out.getvalue()
    assert "        raise ValueError(FORGED)\n" in out.getvalue()


def test_every_logger_of_the_package_is_harmless():
    package = Path(__file__).parents[2] / "ipai_health"
    bare = [
        file.name
        for file in package.rglob("*.py")
        if re.search(r"_logger = logging\.", file.read_text())
        and "tests" not in file.parts
    ]
    assert not bare


@pytest.mark.parametrize(
    "words",
    ["web.assets_web.min.css", "View sale.order (ir.ui.view,12), line 3: no a.b"],
)
def test_usual_names_are_told_as_they_are(words):
    assert for_ticket(words) == for_chat(words) == words


@pytest.mark.parametrize(
    "words, ticket",
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("![x](http://evil/x.png)", r"!\[x\](http://evil/x.png)"),
        ("a\n# heading", "a # heading"),
        ("`rm` **now** __init__", r"\`rm\` \*\*now\*\* \_\_init\_\_"),
        ("a | b", r"a \| b"),
        ("&lt;b&gt; R&D", r"\&lt;b\&gt; R&D"),
        ("@everybody, a@b", "@\u200beverybody, a@\u200bb"),
        ("\x1b[2J", r"\\x1b\[2J"),
    ],
)
def test_a_ticket_shows_hostile_words_as_they_are(words, ticket):
    assert for_ticket(words) == ticket


@pytest.mark.parametrize(
    "words, chat",
    [
        (
            "<!channel> <http://evil|click>",
            "&lt;!channel&gt; &lt;http://evil|click&gt;",
        ),
        ("[click](http://evil)", "[click]\u200b(http://evil)"),
        ("@all: @here", "@\u200ball: @\u200bhere"),
        ("a\r\n- healed: b", "a - healed: b"),
        ("R&D &amp;", "R&amp;D &amp;amp;"),
    ],
)
def test_a_chat_shows_hostile_words_as_they_are(words, chat):
    assert for_chat(words) == chat
