"""Compositions as people write them: right ones, and each with one thing wrong.

A skeleton is a set of files. A mutation replaces one text in one of them and says
which finding that must bring. Every sample is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Expected = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sample:
    """Files by name, the arguments of the gate, and what it has to find."""

    name: str
    files: dict[str, str]
    arguments: tuple[str, ...]
    expected: Expected = frozenset()

    def write(self, folder: Path) -> None:
        """Put the files below ``folder``."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


SKELETONS = Path(__file__).with_name("compose_skeletons")
"""One folder a skeleton; ``mutations.txt`` lists what can go wrong in it."""

SEPARATOR = " => "
DECORATIONS = (
    ("", ""),
    ('version: "3.8"\n', ""),
    ("# Managed by Ansible, do not edit\n---\n", ""),
    ("name: erp\n", ""),
    ("x-logging: &logging {driver: json-file}\n", "\n# the end\n"),
)
"""What may stand before and after without changing anything."""


def skeletons() -> Iterator[tuple[str, dict[str, str], tuple[str, ...]]]:
    """Yield name, files and arguments of every skeleton."""
    for folder in sorted(SKELETONS.iterdir()):
        files = {
            str(path.relative_to(folder)): path.read_text("utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "mutations.txt"
        }
        yield folder.name, files, _arguments(files)


def _arguments(files: dict[str, str]) -> tuple[str, ...]:
    composes = [
        name for name in files if name.startswith(("compose", "docker-compose"))
    ]
    composes.sort(key=lambda name: ("override" in name or "prod" in name, name))
    return tuple(word for name in composes for word in ("-f", name))


def right() -> Iterator[Sample]:
    """Yield every skeleton in several decorations; nothing is to be found in them."""
    for name, files, arguments in skeletons():
        first = arguments[1]
        for number, (head, tail) in enumerate(DECORATIONS):
            text = f"{head}{files[first]}{tail}"
            if head.startswith("name") and "\nname:" in f"\n{files[first]}":
                continue
            if head.startswith("version") and "version:" in files[first]:
                continue
            yield Sample(f"{name}-{number}", {**files, first: text}, arguments)


def wrong() -> Iterator[Sample]:
    """Yield every mutation of every skeleton."""
    for name, files, arguments in skeletons():
        for change, expected in mutations(SKELETONS / name / "mutations.txt"):
            file, old, new = change
            assert old in files[file], (name, file, old)
            text = files[file].replace(old, new, 1)
            what = f"{name}: {old.strip()!r} to {new.strip()!r}"
            yield Sample(what, {**files, file: text}, arguments, expected)


def mutations(path: Path) -> Iterator[tuple[tuple[str, str, str], Expected]]:
    """Yield file, old and new text, and findings, of each line ``file: old => new =>
    rule subject``; ``\\n`` stands for a line end.
    """
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, _, rest = line.partition(": ")
        old, new, findings = rest.split(SEPARATOR)
        pairs = frozenset(
            (rule, subject)
            for rule, _, subject in (
                one.strip().partition(" ") for one in findings.split(" + ")
            )
        )
        texts = [text.replace("\\n", "\n") for text in (old, new)]
        yield (head, texts[0], texts[1]), pairs
