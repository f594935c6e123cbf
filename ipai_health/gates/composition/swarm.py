"""Whether a project is a stack of docker swarm, which starts all services at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .project import Project


def is_stack(project: Project) -> bool:
    """Tell whether it says what docker compose refuses: containers alone join no
    overlay network that is not attachable, and read no secret of a swarm.
    """
    return any(
        one.get("driver") == "overlay" and not one.get("attachable")
        for one in _declared(project, "networks")
    ) or any(
        one.get("external")
        for kind in ("secrets", "configs")
        for one in _declared(project, kind)
    )


def is_placed(project: Project) -> bool:
    """Tell whether it says which node of a swarm runs what; docker compose takes that
    too, and passes over it.
    """
    deployed = (one.get("deploy") for one in project.services.values())
    return any(isinstance(one, dict) and "placement" in one for one in deployed)


def _declared(project: Project, kind: str) -> Iterator[dict[str, Any]]:
    found = project.resources.get(kind, {}).values()
    return (one for one in found if isinstance(one, dict))
