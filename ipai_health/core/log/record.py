"""Lines put together to records: an entry with its whole traceback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .line import Line, parse

EXTENDED = 5000
"""Lines looked back for the start of the first record. The longest traceback Odoo
writes, a recursion error, has some 4,000."""

LONGEST_LINE = 1 << 16
"""Characters of a line that are looked at, from its start."""


@dataclass
class Record:
    """One entry of a log; ``lines`` maps the position of each line to what it says."""

    source: str
    level: str | None
    lines: dict[int, Line] = field(default_factory=dict)


def last_records(raw: Sequence[str], count: int) -> list[Record]:
    """Return the records of the last ``count`` lines of ``raw``, each one whole.

    What several containers wrote into one stream is kept apart. Positions are
    those in ``raw``.
    """
    start = max(0, len(raw) - count)
    window = [(at, parse(raw[at][:LONGEST_LINE])) for at in range(start, len(raw))]
    return list(_group([*_extension(raw, start, window), *window]))


def _extension(
    raw: Sequence[str], start: int, window: Sequence[tuple[int, Line]]
) -> list[tuple[int, Line]]:
    """Return the lines before ``start`` that belong to a record within the window.

    A source whose lines never begin a record is left as it is.
    """
    opening: dict[str, Line] = {}
    for _at, line in window:
        opening.setdefault(line.source, line)
    pending = {source for source, line in opening.items() if not line.begins}
    found: dict[str, list[tuple[int, Line]]] = {source: [] for source in pending}
    for at in range(start - 1, max(-1, start - 1 - EXTENDED), -1):
        if not pending:
            break
        line = parse(raw[at][:LONGEST_LINE])
        if line.source in pending:
            found[line.source].append((at, line))
            if line.begins:
                pending.discard(line.source)
    whole = [entry for source in found.keys() - pending for entry in found[source]]
    return sorted(whole, key=lambda entry: entry[0])


def _group(lines: Sequence[tuple[int, Line]]) -> Iterator[Record]:
    current: dict[str, Record] = {}
    for at, line in lines:
        if line.begins or line.source not in current:
            record = Record(line.source, line.level)
            yield record
            current.pop(line.source, None)
            if line.begins:
                current[line.source] = record
        else:
            record = current[line.source]
        record.lines[at] = line
