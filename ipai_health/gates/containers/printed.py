"""The objects in what docker printed as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..errors import CannotLook


def objects(text: str, where: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of one document, or of one a line."""
    if not text.strip():
        raise CannotLook(f"{where}: empty")
    try:
        documents = [json.loads(text)]
    except (ValueError, RecursionError):
        documents = list(_lines(text, where))
    for document in documents:
        for entry in document if isinstance(document, list) else [document]:
            if not isinstance(entry, dict):
                raise CannotLook(f"{where}: not JSON of docker")
            yield entry


def _lines(text: str, where: str) -> Iterator[Any]:
    for line in filter(str.strip, text.splitlines()):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            raise CannotLook(
                f"{where}: not JSON; ask docker with --format json"
            ) from None
