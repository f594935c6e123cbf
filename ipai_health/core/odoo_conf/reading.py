"""Reads the text of odoo.conf with the parser Odoo uses, and finds the lines."""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass, field

SECTION = "options"
"""The only section Odoo 19 reads."""

_HEADER = re.compile(r"\[(?P<name>.+)\]")
_LONG_BLANK = re.compile(r"[ \t]{100,}")
"""Runs of blanks over which the parser's own pattern would backtrack for minutes."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True)
class Entry:
    """One option as the file has it: the whole value, and its first line."""

    name: str
    value: str
    line: int | None


@dataclass(frozen=True)
class Refusal:
    """Why Odoo would not load the file, and where."""

    message: str
    line: int | None = None


@dataclass(frozen=True)
class ConfText:
    """What the parser makes of a file; entries are those of ``[options]``."""

    entries: dict[str, Entry] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)
    """Every section with its line."""
    refusals: tuple[Refusal, ...] = ()
    swallowed: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Lines that look like an option but continue the value of another."""


def read(text: str) -> ConfText:
    """Read ``text`` as Odoo does; what Odoo would refuse is read as far as it goes."""
    text = _LONG_BLANK.sub(" ", text)
    parser, refusal = _parse(text, strict=True)
    refusals = [refusal] if refusal else []
    if refusal and text.startswith(_BOM):
        text = text.removeprefix(_BOM)
        refusals = [Refusal("it starts with a byte order mark", 1)]
        parser, refusal = _parse(text, strict=True)
        refusals += [refusal] if refusal else []
    if refusal:
        parser, _ = _parse(text, strict=False)
    lines = _Lines(text)
    if refusal and not lines.sections:
        # without a header all is meant for the one section there is
        parser, _ = _parse(f"[{SECTION}]\n{text}", strict=False)
        lines.options = lines.headless
    items = parser.items(SECTION) if parser.has_section(SECTION) else []
    entries = {
        name: Entry(name, value, lines.options.get(name))
        for name, value in items
        if value is not None
    }
    return ConfText(entries, lines.sections, tuple(refusals), lines.swallowed)


def _parse(
    text: str, strict: bool
) -> tuple[configparser.RawConfigParser, Refusal | None]:
    parser = configparser.RawConfigParser(strict=strict)
    try:
        parser.read_string(text)
    except configparser.DuplicateOptionError as error:
        message = f"{error.option} stands twice in [{error.section}]"
        return parser, Refusal(message, error.lineno)
    except configparser.DuplicateSectionError as error:
        return parser, Refusal(f"[{error.section}] stands twice", error.lineno)
    except configparser.MissingSectionHeaderError as error:
        return parser, Refusal(f"no [{SECTION}] header before this line", error.lineno)
    except configparser.ParsingError as error:
        line = error.errors[0][0] if error.errors else None
        return parser, Refusal("this line is neither an option nor a comment", line)
    except (configparser.Error, AttributeError, TypeError) as error:
        return parser, Refusal(f"the parser gives up: {type(error).__name__}")
    return parser, None


class _Lines:
    """Walks the lines by the rules of ``configparser`` to learn where things stand."""

    def __init__(self, text: str) -> None:
        self.options: dict[str, int] = {}
        self.headless: dict[str, int] = {}
        self.sections: dict[str, int] = {}
        self.swallowed: dict[str, tuple[str, int]] = {}
        self._section = ""
        self._option: str | None = None
        self._indent = 0
        for number, line in enumerate(text.split("\n"), 1):
            self._walk(number, line)

    def _walk(self, number: int, line: str) -> None:
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", ";")):
            return
        indent = len(line) - len(line.lstrip())
        if self._option is not None and indent > self._indent:
            self._note_swallowed(number, stripped)
            return
        self._indent = indent
        header = _HEADER.match(stripped)
        if header:
            self._section, self._option = header["name"], None
            self.sections.setdefault(self._section, number)
            return
        name = re.split(r"[=:]", stripped, maxsplit=1)[0].strip().lower()
        self._option = name
        if self._section == SECTION:
            # a repeated option counts with its last value
            self.options[name] = number
        elif not self._section:
            self.headless[name] = number

    def _note_swallowed(self, number: int, stripped: str) -> None:
        match = re.match(r"([a-z]\w+)\s*=", stripped, re.I)
        if match and self._section == SECTION and self._option:
            self.swallowed.setdefault(match[1].lower(), (self._option, number))
