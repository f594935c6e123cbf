"""Rules of the check that compares the filestore with its records."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, BROKEN, NOTICE, Rule, Threshold
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("filestore",)
_GIVE_BACK = _(
    "Restore the file from a backup of the filestore that fits the database, or upload "
    "the document again; where it is there and cannot be read, give it to the user who "
    "runs Odoo."
)
_RESTORE = _(
    "Restore the file from a backup of the filestore that fits the database, or upload "
    "the document again."
)

RULES = (
    Rule(
        code="filestore-unwritable",
        title=_("The filestore takes no files"),
        why=_("Uploads, reports, mails with attachments and new bundles all fail."),
        fix=_(
            "Let the user who runs Odoo write below data_dir, check that its volume is "
            "mounted, not read-only and not full."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="filestore-file-missing",
        title=_("A stored file is lost"),
        why=_("Whoever opens the document gets an empty file or a broken image."),
        fix=_GIVE_BACK,
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="filestore-file-corrupt",
        title=_("A stored file is truncated or altered"),
        why=_("Whoever opens the document gets something else than was stored."),
        fix=_RESTORE,
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="disk-space-low",
        title=_("The volume of the filestore is nearly full"),
        why=_("When it is full, uploads fail and sessions cannot be written."),
        fix=_("Make room on the volume that holds data_dir, or enlarge it."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.SPACE_PERCENT,
            _("%"),
            _(
                "The share of the volume that should be free. By default 20 GB are "
                "enough and 1 GB must be; a share of your own is taken as it is."
            ),
            least=0.1,
            most=99,
        ),
    ),
    Rule(
        code="filestore-external",
        title=_("Files are kept outside the filestore"),
        why=_("An addon stores them elsewhere, where this check does not look."),
        fix=_("Watch over that storage with its own tools."),
        severity=INFO,
        impact=NOTICE,
        checks=_CHECK,
    ),
)
