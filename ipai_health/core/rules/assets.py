"""Rules of the check that looks at generated asset bundles."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, BROKEN, NOTICE, Rule, Threshold
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("assets",)
_PURGE = _(
    "Purge the asset cache under Settings, Health; where the web client is dead use "
    "/ipai/repair or: odoo health -d DATABASE --purge-assets."
)

RULES = (
    Rule(
        code="asset-file-missing",
        title=_("A generated bundle is lost from the filestore"),
        why=_("Pages that link it get an error 500 instead of styles or scripts."),
        fix=_PURGE,
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="asset-file-corrupt",
        title=_("A generated bundle is truncated or altered"),
        why=_("Browsers receive the damaged file and keep it for a year."),
        fix=_PURGE,
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="asset-compile-error",
        title=_("A bundle was built from code that does not compile"),
        why=_("The page shows an old style or a broken client, without an HTTP error."),
        fix=_(
            "Mend the style or script that the message names, then purge the asset "
            "cache under Settings, Health; where the web client is dead use "
            "/ipai/repair or: odoo health -d DATABASE --purge-assets."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("assets", "web"),
    ),
    Rule(
        code="asset-bundle-broken",
        title=_("A bundle cannot be built"),
        why=_("Pages that need it answer 500 or stay without style and behaviour."),
        fix=_(
            "Read what the message names, mend it, then purge the asset cache under "
            "Settings, Health; where the web client is dead use /ipai/repair or: odoo "
            "health -d DATABASE --purge-assets."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("assets",),
    ),
    Rule(
        code="asset-source-missing",
        title=_("A bundle names a source file that does not exist"),
        why=_("Whatever the file was to bring is missing from the page."),
        fix=_("Restore the file, or remove its name from the manifest or ir.asset."),
        severity=WARNING,
        gate_severity=CRITICAL,
        impact=BREAKING,
        checks=_CHECK,
        gates=("assets", "web"),
    ),
    Rule(
        code="asset-superseded",
        title=_("Old versions of a bundle are kept"),
        why=_("They take room; no page links them any more."),
        fix=_PURGE,
        severity=INFO,
        impact=NOTICE,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.SUPERSEDED_HOURS,
            _("hours"),
            _("How long an old version may be kept for pages that are still open."),
            least=1,
            most=8_760,
        ),
    ),
)
