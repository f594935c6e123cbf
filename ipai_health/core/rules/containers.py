"""Rules of the gate that looks at running containers."""

from __future__ import annotations

from ..rule import BROKEN, Rule
from ..severity import CRITICAL
from ..text import _

_GATES = ("containers", "prod")

RULES = (
    Rule(
        code="container-not-running",
        title=_("A container does not run"),
        why=_("What it serves is away; a proxy in front answers 502."),
        fix=_("Read its log (docker logs NAME), then start it: docker start NAME."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATES,
    ),
    Rule(
        code="container-unhealthy",
        title=_("A container runs but is not healthy"),
        why=_("Its own health check fails, so it cannot serve as it should."),
        fix=_(
            "Read what its health check says: "
            "docker inspect --format '{{json .State.Health}}' NAME."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATES,
    ),
    Rule(
        code="network-alias-missing",
        title=_("Nothing on the network answers to the database's name"),
        why=_("Odoo cannot find its database: every page fails, a proxy says 502."),
        fix=_(
            "Give the database service that alias on the network Odoo uses "
            "(networks: odoo_backend: aliases: [postgres]) and create it again."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATES,
    ),
)
