"""``config``: odoo.conf holds the canonical values, and nothing Odoo refuses."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ..core.finding import Finding
from ..core.odoo_conf import addons, layers
from ..core.odoo_conf.expected import Expected
from ..core.odoo_conf.judges import VALUES, WRITING, judge
from ..core.odoo_conf.settings import Settings
from ..core.odoo_conf.values import Unreadable, boolean
from ..core.report import Report
from . import discovery, series_option, started
from .errors import CannotLook
from .started import Start
from .text_file import as_text, read_bytes

EXPECTED = (
    ("--db-host", "NAME", "postgres"),
    ("--log-level", "LEVEL", "info"),
    ("--db-name", "NAME", "False"),
    ("--list-db", "BOOL", "False"),
)
"""Options of odoo.conf, and the values that the contract calls canonical."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, what is expected of them, and what overrides them."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="odoo.conf",
        help="the files (default: the one in deploy/, docker/, ., or /etc/odoo)",
    )
    for option, metavar, value in EXPECTED:
        parser.add_argument(
            option,
            metavar=metavar,
            default=value,
            help=f"what it must be (default {value})",
        )
    parser.add_argument("--dbfilter", metavar="REGEX", help="ask for this very pattern")
    series_option.add(parser)
    parser.add_argument(
        "--root", metavar="DIR", help="look for the addons path in this unpacked image"
    )
    started.add_arguments(parser)


def run(options: argparse.Namespace) -> Report:
    """Judge every file named, or the one that can be meant."""
    expected = expectations(options)
    start = started.from_options(options)
    root = _root(options.root)
    report = Report("config")
    paths = _paths(options.files, start)
    for path, label in zip(paths, labels(paths), strict=True):
        try:
            settings, refused = read(path, label, options.series, start)
        except CannotLook as reason:
            report.blind.append(str(reason))
            continue
        report.inspected += len(settings.text.entries)
        report.findings += [*refused, *findings(settings, expected, root)]
    return report


def _paths(names: list[str], start: Start) -> list[Path]:
    if names:
        return [Path(name) for name in names]
    return [start.conf or discovery.find(discovery.ODOO_CONF, "configuration")]


def read(
    path: Path, label: str, series: str, start: Start
) -> tuple[Settings, list[Finding]]:
    """Return the settings of ``path``, and a finding for all that Odoo refuses before
    it comes to them: bytes it cannot decode, values that an entry point gives it.

    Raises ``CannotLook``.
    """
    content = read_bytes(path)
    refused = []
    try:
        text = as_text(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "Odoo refuses the file: it is not UTF-8."
        refused = [
            Finding("config-unloadable", label, message, file=str(path), line=line)
        ]
        text = content.decode("latin-1")
    settings = layers.load(
        text,
        label=label,
        file=str(path),
        series=series,
        environment=start.environment,
        arguments=start.arguments,
    )
    return settings, [*refused, *start.lay_over(settings, text)]


def findings(
    settings: Settings, expected: Expected, root: Path | None
) -> Iterator[Finding]:
    """Yield everything to be said about ``settings``."""
    looked = list(_below(root, settings)) if root else []
    told = {finding.subject for finding in looked}
    for finding in judge(settings, expected, (*VALUES, *WRITING)):
        if finding.subject not in told:
            yield finding
    yield from looked


def _below(root: Path, settings: Settings) -> Iterator[Finding]:
    setting = settings["addons_path"]
    absolute = [one for one in setting.value or () if one.startswith("/")]
    for rule, subject, message in addons.examine(absolute, root):
        yield Finding(
            rule=rule,
            subject=f"{settings.label}:addons_path:{subject}",
            message=message,
            file=settings.file,
            line=setting.line,
        )


def labels(paths: list[Path]) -> list[str]:
    """Return the file names, or the whole paths where two names are the same."""
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [str(path) for path in paths]


def expectations(options: argparse.Namespace) -> Expected:
    """Return what is expected of the values. Raises ``CannotLook``."""
    try:
        list_db = boolean(options.list_db)
    except Unreadable as error:
        raise CannotLook(f"--list-db has to be {error}") from None
    return Expected(
        db_host=options.db_host,
        log_level=options.log_level,
        db_name=options.db_name,
        list_db=list_db,
        dbfilter=options.dbfilter,
    )


def _root(name: str | None) -> Path | None:
    if name is None:
        return None
    root = Path(name)
    if not root.is_dir():
        raise CannotLook(f"--root {name}: no such folder")
    return root
