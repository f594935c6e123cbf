"""Rules of the check and the gate that ask for pages as a browser does."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, BROKEN, Rule, Threshold
from ..severity import CRITICAL, WARNING
from ..text import _

_GATES = ("web", "prod")

RULES = (
    Rule(
        code="http-login-failed",
        title=_("The login page does not work"),
        why=_("Nobody can log in."),
        fix=_(
            "Check that Odoo runs and that the proxy reaches it, then read the server "
            "log; after an error 502: ipai-health recover 502."
        ),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BROKEN,
        checks=("http",),
        gates=_GATES,
    ),
    Rule(
        code="http-web-failed",
        title=_("The web client does not start"),
        why=_("Users who are logged in cannot work."),
        fix=_(
            "Read the server log; when it sends users to the database selector, set "
            "dbfilter so that exactly one database fits this host name."
        ),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BROKEN,
        checks=("http",),
        gates=_GATES,
    ),
    Rule(
        code="http-asset-failed",
        title=_("A style or script that pages link is not served"),
        why=_("Pages stay without style or behaviour: blank, or an error loop."),
        fix=_(
            "Purge the asset cache (ipai-health recover assets), then see that the "
            "proxy passes /web/assets on unchanged."
        ),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BROKEN,
        checks=("http",),
        gates=_GATES,
    ),
    Rule(
        code="http-slow",
        title=_("A page takes too long"),
        why=_("Users wait, and a balancer may give up on the node."),
        fix=_("Look at the load of the server, its workers, and its database."),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=("http",),
        gates=_GATES,
        threshold=Threshold(
            thresholds.SLOW_PAGE,
            _("s"),
            _("A page that takes longer is slow."),
            least=0.1,
            most=15,
        ),
    ),
    Rule(
        code="certificate-expiring",
        title=_("The certificate ends soon"),
        why=_("From that moment browsers refuse the site."),
        fix=_("Renew the certificate, and see why it did not renew by itself."),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATES,
    ),
)
