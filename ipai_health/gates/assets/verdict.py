"""What the builder said, told as findings: one for each fault, not for each bundle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.distribution import left_out
from ...core.finding import Finding

MARK = "ipai-health-bundles: "
"""What the builder's answer stands behind."""

Fault = Mapping[str, Any]

_LONGEST = 400
_BUNDLES_NAMED = 3


def answer(output: str) -> dict[str, Any] | None:
    """Return what the builder printed, None where it came to no end."""
    for line in output.splitlines():
        _before, mark, said = line.partition(MARK)
        if mark:
            return dict(json.loads(said))
    return None


def findings(said: Mapping[str, Any], wanted: Sequence[str]) -> list[Finding]:
    """Return what is wrong: modules that did not install, faults of bundles."""
    lacking = [module for module in wanted if module not in said["installed"]]
    return [
        *(_not_installed(module, said["known"]) for module in lacking),
        *_of_faults(said["faults"]),
    ]


def installation(log: str) -> Finding:
    """Return why Odoo could not install, from its log."""
    errors = [line for line in log.splitlines() if _ERROR.match(line)]
    reason = errors[-1] if errors else (log.strip().splitlines() or ["no word"])[-1]
    message = f"Odoo ended with an error: {_short(reason)}"
    return Finding("registry-not-loadable", "installation", message)


_IN_ONE_PIECE = re.compile(r"\s+on line \d+:\d+ of stdin.*", re.S)
"""Where libsass found it in what Odoo handed it: the place in the file says more."""

_ERROR = re.compile(r"^(?:[\w.]+(?:Error|Exception|Warning)|odoo\.\S+): ")


def _not_installed(module: str, known: Sequence[str]) -> Finding:
    if module in known:
        message = (
            f"Module {module} was not installed: something it depends on is missing."
        )
        return Finding("module-dependency-missing", module, message)
    message = f"Module {module} is not on the addons path, or not installable."
    return Finding("module-required-missing", module, message)


def _of_faults(faults: Iterable[Fault]) -> list[Finding]:
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        path = str(fault.get("path") or "").lstrip("/")
        if fault["rule"] == "asset-source-missing" and left_out(path):
            continue
        kinds.setdefault((fault["rule"], _subject(fault, path)), []).append(fault)
    return [_finding(rule, subject, same) for (rule, subject), same in kinds.items()]


def _subject(fault: Fault, path: str) -> str:
    """Return what stays: the source, or the bundle without kind where none is known."""
    return path or str(fault["bundle"]).rpartition(".")[0].removesuffix(".rtl")


def _finding(rule: str, subject: str, same: Sequence[Fault]) -> Finding:
    fault = same[0]
    names = sorted({str(one["bundle"]) for one in same})
    listed = ", ".join(names[:_BUNDLES_NAMED])
    more = len(names) - _BUNDLES_NAMED
    rest = f" and {more} more" if more > 0 else ""
    file, line = _place(fault)
    return Finding(
        rule=rule,
        subject=subject,
        message=f"{_short(str(fault['text']))} (in {listed}{rest})",
        file=file,
        line=line,
    )


def _place(fault: Fault) -> tuple[str | None, int | None]:
    """Return where to mend it: the source, or the manifest that names it."""
    if fault.get("file"):
        return str(fault["file"]), fault.get("line")
    if not fault.get("manifest"):
        return None, None
    manifest = Path(str(fault["manifest"])) / "__manifest__.py"
    wanted = str(fault["path"]).lstrip("/")
    try:
        lines = manifest.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return str(manifest), None
    numbers = (number for number, line in enumerate(lines, 1) if wanted in line)
    return str(manifest), next(numbers, None)


def _short(text: str) -> str:
    """Return the words of ``text`` that say what is wrong, on one line."""
    text = text.partition("This error occurred while compiling")[0]
    words = " ".join(_IN_ONE_PIECE.sub("", text).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 3] + "..."
