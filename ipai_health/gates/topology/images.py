"""Images that may be another one tomorrow."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.service import Service
from ..composition.variables import is_unknown
from .stack import Stack


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every image that is pulled without a version."""
    for service in stack.services:
        if not service.build and service.image and _floats(service):
            yield service.finding(
                "compose-image-latest",
                service.name,
                f"{service.name} runs {service.image}, whatever that is by then.",
                "image",
            )


def _floats(service: Service) -> bool:
    name, at, _ = service.image.partition("@")
    if at or is_unknown(service.image):
        return False
    tag = name.rpartition("/")[2].partition(":")[2]
    return tag in ("", "latest") and str(service.values.get("pull_policy")) not in (
        "never",
        "build",
    )
