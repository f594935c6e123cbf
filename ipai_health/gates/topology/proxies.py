"""Whether an Odoo behind a proxy of the same composition knows of it."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.service import Service
from .stack import Stack

_LABELS = ("traefik.", "caddy", "virtual.host")
_VARIABLES = ("VIRTUAL_HOST", "LETSENCRYPT_HOST")


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every Odoo with proxy_mode off that a proxy stands before."""
    for odoo in stack.roles.odoo:
        settings = stack.settings(odoo)
        if settings is None or not (stack.roles.proxies or _announces(odoo)):
            continue
        setting = settings["proxy_mode"]
        if stack.serves_pages(odoo) and setting.known and not setting.value:
            yield odoo.finding(
                "proxy-mode-off",
                odoo.name,
                f"A proxy stands before {odoo.name}, and proxy_mode of "
                f"{settings.label} is off.",
            )


def _announces(odoo: Service) -> bool:
    labels = odoo.mapping("labels")
    return any(str(label).startswith(_LABELS) for label in labels) or any(
        name in odoo.environment for name in _VARIABLES
    )
