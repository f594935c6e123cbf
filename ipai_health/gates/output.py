"""Where a report goes and in which format; secrets are taken out here."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ..core.finding import Finding
from ..core.redact import redact, redact_subject
from ..core.report import Report
from .errors import CannotLook

FORMATS = ("text", "json", "junit", "sarif", "github")
"""One file of ``core.render`` each."""


def write(report: Report, options: argparse.Namespace) -> None:
    """Print ``report``, which is ``redacted``, or write it to ``--output``.

    Raises ``CannotLook``.
    """
    if options.output:
        _save(Path(options.output), render(report, options.format))
    elif options.format == "text" and _colourful(options):
        from .console import show

        show(report)
    else:
        sys.stdout.write(render(report, options.format) + "\n")
        sys.stdout.flush()


def render(report: Report, output_format: str) -> str:
    """Return ``report`` in one of ``FORMATS``."""
    module = import_module(f"...core.render.{output_format}", __name__)
    return str(module.render(report))


def redacted(report: Report) -> Report:
    """Return ``report`` without any secret in what people and machines read."""
    return replace(
        report,
        findings=[_redacted(finding) for finding in report.findings],
        blind=[redact(line) for line in report.blind],
    )


def _redacted(finding: Finding) -> Finding:
    return replace(
        finding,
        subject=redact_subject(_printable(finding.subject)),
        message=_clean(finding.message),
        remedy=_clean(finding.remedy) if finding.remedy else None,
        file=_printable(finding.file) if finding.file else None,
    )


def _clean(text: str) -> str:
    return redact(_printable(text))


def _printable(text: str) -> str:
    """Return ``text`` without what no encoding holds: broken names of files."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _colourful(options: argparse.Namespace) -> bool:
    return (
        not options.no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.isatty()
    )


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise CannotLook(f"--output {path}: {error.strerror}") from None
