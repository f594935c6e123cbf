"""Rules of the gate that looks at compose files."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, NOTICE, Rule
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_GATE = ("compose",)

RULES = (
    Rule(
        code="compose-host-unresolvable",
        title=_("PostgreSQL does not answer to the name that Odoo uses"),
        why=_("Odoo cannot connect to its database; the proxy answers 502."),
        fix=_(
            "Give the database service the network alias that db_host or HOST names, "
            "or use the service's own name."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="compose-network-not-shared",
        title=_("Odoo and PostgreSQL share no network"),
        why=_("Odoo cannot reach its database under any name."),
        fix=_("Attach both services to one network."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="compose-network-undeclared",
        title=_("A service uses a network that is not declared"),
        why=_("Docker compose refuses the whole file."),
        fix=_("Declare the network at the top level, or correct its name."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="compose-depends-on-missing",
        title=_("Odoo does not depend on PostgreSQL"),
        why=_("Odoo may start first, find no database and stop."),
        fix=_("Add depends_on with the condition service_healthy to Odoo."),
        severity=CRITICAL,
        impact=BREAKING,
        gates=_GATE,
    ),
    Rule(
        code="compose-mount-missing",
        title=_("A folder of the addons path is not in the container"),
        why=_("Odoo drops it silently: its modules count as missing, assets fail."),
        fix=_("Mount the folder, copy it into the image, or correct addons_path."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="compose-healthcheck-missing",
        title=_("A service has no health check"),
        why=_("Docker calls it up while it cannot serve; nothing waits or restarts."),
        fix=_(
            "Add a healthcheck: pg_isready for PostgreSQL, /ipai/health/ready (or "
            "/web/health) for Odoo."
        ),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATE,
    ),
    Rule(
        code="compose-db-port-public",
        title=_("The port of PostgreSQL is open to the network"),
        why=_("Anyone who reaches the host can try passwords on the database."),
        fix=_("Remove the port, or publish it on 127.0.0.1 only."),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATE,
    ),
    Rule(
        code="compose-image-latest",
        title=_("An image is not pinned to a version"),
        why=_("The next pull may bring another series that the data does not fit."),
        fix=_("Name a version, such as odoo:19.0 or postgres:16."),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATE,
    ),
    Rule(
        code="compose-secret-literal",
        title=_("A secret stands in the compose file"),
        why=_("Everyone who can read the repository can read it."),
        fix=_("Take it from a variable without a default, or from a secret file."),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATE,
    ),
    Rule(
        code="compose-database-external",
        title=_("PostgreSQL is not part of this compose file"),
        why=_("Whether Odoo reaches it cannot be told from here."),
        fix=_("Nothing, if the database is meant to run elsewhere."),
        severity=INFO,
        impact=NOTICE,
        gates=_GATE,
    ),
)
