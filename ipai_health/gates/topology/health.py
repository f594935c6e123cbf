"""Whether Odoo and PostgreSQL say how they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.roles import serves
from ..composition.service import Service
from .dockerfiles import dockerfile
from .stack import Stack

_IN_IMAGE = re.compile(r"^[ \t]*HEALTHCHECK[ \t]+(?!NONE|[ \t])", re.M | re.I)


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every Odoo and PostgreSQL without a health check."""
    waiting = _waiting(stack)
    silent = {one.name for one in stack.roles.odoo if not stack.serves_pages(one)}
    for service in (*stack.roles.odoo, *stack.roles.postgres):
        if not service.complete or not serves(service) or has_check(service):
            continue
        other = waiting.get(service.name)
        if not other and service.name in silent:
            continue  # there is no page to ask
        never = f" {other} waits for one and never starts." if other else ""
        yield service.finding(
            "compose-healthcheck-missing",
            service.name,
            f"{service.name} has no health check.{never}",
            "healthcheck",
        )


def _waiting(stack: Stack) -> dict[str, str]:
    """Return, by what it waits for, the first service that starts only when the other
    is healthy.
    """
    found: dict[str, str] = {}
    for service in stack.services:
        for name, entry in service.mapping("depends_on").items():
            if isinstance(entry, dict) and entry.get("condition") == "service_healthy":
                found.setdefault(name, service.name)
    return found


def has_check(service: Service) -> bool:
    """Tell whether the file or the image's own Dockerfile checks ``service``."""
    check = service.mapping("healthcheck")
    test = check.get("test")
    if check.get("disable") is True or test in (["NONE"], "NONE"):
        return False
    if check:
        return True
    return bool(_IN_IMAGE.search(dockerfile(service)))
