"""The marks that Odoo leaves in a bundle whose sources it could not build."""

from __future__ import annotations

import json
import re

from .distribution import speaks_of_left_out

CSS_HEADER = b"/* ## CSS error message ##*/"
"""Stands between the previous style and the error, in a stylesheet."""

_CSS_MESSAGE = re.compile(
    rb'css_error_message\s*\{\s*content:\s*"(?P<text>(?:[^"\\]|\\.)*)"', re.S
)
_SOURCE_ERROR = re.compile(
    rb"/\* \S+ \*/\s*console\.error\((?P<text>\"'(?:[^\"\\]|\\.)*\")\);(?=\s*(?:;|$))"
)
_TEMPLATE_ERROR = re.compile(
    rb"/\* \S+ \*/\s*throw new Error\((?P<text>\"(?:[^\"\\]|\\.)*\")\);\s*\}\);"
)


def compile_errors(content: bytes) -> list[str]:
    """Return what Odoo wrote into the bundle ``content`` about code that does not
    compile, each on one line; nothing when the bundle is sound.

    The marks are those of ``odoo/addons/base/models/assetsbundle.py``.
    """
    if error := css_error(content):
        lines = [error]
    else:
        matches = [
            *_SOURCE_ERROR.finditer(content),
            *_TEMPLATE_ERROR.finditer(content),
        ]
        lines = [" ".join(_script_text(match["text"]).split()) for match in matches]
    return [line for line in lines if not speaks_of_left_out(line)]


def css_error(content: bytes) -> str:
    """Return on one line why the stylesheet ``content`` is an older one with an error
    added; nothing when it is what its sources say.
    """
    start = content.rfind(CSS_HEADER)
    if start < 0:
        return ""
    match = _CSS_MESSAGE.search(content, start)
    return " ".join(_css_text(match["text"]).split()) if match else "CSS error"


def _css_text(text: bytes) -> str:
    return re.sub(r"\\(.)", _unescaped, text.decode("utf-8", "replace"), flags=re.S)


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] == "A" else match[1]


def _script_text(text: bytes) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text.decode("utf-8", "replace")
