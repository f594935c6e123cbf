"""The rule catalogue: one file a check or gate, gathered here.

``explain``, the backend, the documentation and every default severity read it.
"""

from __future__ import annotations

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
