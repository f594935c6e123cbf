"""One concrete problem, as every check and every gate reports it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from .severity import Severity

LONGEST_SUBJECT = 400
"""Characters: PostgreSQL's index of rule, subject and node takes 2,704 bytes a row."""

LONGEST_MESSAGE = 4000
"""Characters that a person may still read."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL's text and UTF-8 do not know; names that others chose may hold it."""


@dataclass(frozen=True)
class Finding:
    """One concrete problem.

    ``rule`` is a code of the catalogue and ``subject`` a stable name of what is wrong
    (``ir.ui.view,124``, ``web.assets_web.min.css``, ``odoo.conf:dbfilter``): together
    they say whether this is the same problem as one seen before. ``message`` is for
    a person and may vary. ``severity`` and ``remedy`` are those of the catalogue
    unless the one who found it knows better.

    Whatever the two texts are made of, they can be stored and printed: what is no text
    is replaced, and what is too long is cut, a subject so that it stays its own.
    """

    rule: str
    subject: str
    message: str
    severity: Severity | None = None
    remedy: str | None = None
    file: str | None = None
    line: int | None = None
    res_model: str | None = None
    res_id: int | None = None

    def __post_init__(self) -> None:
        """Make the texts such that they can be stored."""
        subject = _NO_TEXT.sub("\ufffd", self.subject)
        if len(subject) > LONGEST_SUBJECT:
            digest = hashlib.sha256(subject.encode()).hexdigest()[:16]
            subject = f"{subject[: LONGEST_SUBJECT - 20]}… {digest}"
        message = _NO_TEXT.sub("\ufffd", self.message)
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE - 1]}…"
        object.__setattr__(self, "subject", subject)
        object.__setattr__(self, "message", message)

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that stay the same for rule and subject."""
        key = f"{self.rule}\0{self.subject}".encode()
        return hashlib.sha256(key).hexdigest()[:16]
