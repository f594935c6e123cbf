"""Which of the probe's answers a request asks for."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs

Environ = dict[str, Any]

ROOT = "/ipai/health"
LIVE = f"{ROOT}/live"
READY = f"{ROOT}/ready"
METRICS = f"{ROOT}/metrics"
CHECKS = f"{ROOT}/checks/"

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)

FIELDS_MAX = 100
"""Fields of a query; more are nobody's question."""

_ABSOLUTE = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.I)
_SLASHES = re.compile(r"//+")


def path_of(environ: Environ) -> str | None:
    """Return the path in its plain form if it is the probe's, else ``None``.

    gevent hands over doubled slashes and targets in absolute form as they came.
    """
    path: str = environ.get("PATH_INFO") or ""
    if path in (ROOT, READY, LIVE):
        return path
    if "ipai" not in path:
        return None
    path = _SLASHES.sub("/", _ABSOLUTE.sub("", path))
    if path == f"{ROOT}/":
        return ROOT
    return path if path == ROOT or path.startswith(f"{ROOT}/") else None


class Query(NamedTuple):
    """What the caller asks beyond the path."""

    verbose: bool
    database: str
    exclude: frozenset[str]


def query_of(environ: Environ) -> Query:
    """Return what the query and the header ``X-Odoo-Database`` ask for.

    A query that cannot be read asks for nothing.
    """
    header = _utf8(environ.get("HTTP_X_ODOO_DATABASE", "")).strip()
    try:
        fields = parse_qs(
            _utf8(environ.get("QUERY_STRING", "")),
            keep_blank_values=True,
            max_num_fields=FIELDS_MAX,
            errors="replace",
        )
    except ValueError:
        fields = {}
    verbose = fields.get("verbose", ["0"])[-1].lower()
    return Query(
        verbose=verbose not in ("0", "false", "no"),
        database=fields.get("db", [""])[-1] or header,
        exclude=frozenset(fields.get("exclude", ())),
    )


def _utf8(text: str) -> str:
    """Return the text that WSGI hands over as if it were latin-1."""
    return text.encode("latin-1", "replace").decode("utf-8", "replace")
