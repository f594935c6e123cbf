"""One concrete problem, as every check and every gate reports it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .severity import Severity


@dataclass(frozen=True)
class Finding:
    """One concrete problem.

    ``rule`` is a code of the catalogue and ``subject`` a stable name of what is wrong
    (``ir.ui.view,124``, ``web.assets_web.min.css``, ``odoo.conf:dbfilter``): together
    they say whether this is the same problem as one seen before. ``message`` is for
    a person and may vary. ``severity`` and ``remedy`` are those of the catalogue
    unless the one who found it knows better.
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

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that stay the same for rule and subject."""
        key = f"{self.rule}\0{self.subject}".encode()
        return hashlib.sha256(key).hexdigest()[:16]
