"""The rule catalogue: one file a check or gate, gathered here.

``explain``, the backend, the documentation and every default severity read it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..rule import Rule
from . import (
    addons_path,
    anywhere,
    assets,
    client,
    compose,
    config,
    config_file,
    containers,
    cron,
    database,
    fields,
    filestore,
    http,
    log,
    manifest,
    modules,
    nodes,
    references,
    views,
)

FAMILIES = (
    addons_path,
    anywhere,
    assets,
    client,
    compose,
    config,
    config_file,
    containers,
    cron,
    database,
    fields,
    filestore,
    http,
    log,
    manifest,
    modules,
    nodes,
    references,
    views,
)

RULES: dict[str, Rule] = {
    rule.code: rule for family in FAMILIES for rule in family.RULES
}
"""Every rule by its code."""

Own = Mapping[str, float]
"""The thresholds that an administrator chose for one database, by rule."""


def threshold(code: str, own: Own, rules: Mapping[str, Rule] = RULES) -> float:
    """Return the number that decides about rule ``code``: the own one or the default.

    ``rules`` are those that are known, other addons' too. Raises ``LookupError`` for a
    rule that no number decides about.
    """
    default = rules[code].threshold
    if default is None:
        raise LookupError(f"{code} has no threshold")
    return own.get(code) or default.value
