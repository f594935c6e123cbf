"""What the Dockerfile tells of the image that a service is built to."""

from __future__ import annotations

import re
from pathlib import Path

from ..composition.service import Service
from ..errors import CannotLook
from ..text_file import read_text

_FROM = re.compile(
    r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)?(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?",
    re.M | re.I,
)
_HUB = re.compile(r"^(?:docker\.io/)?(?:library/)?")
_COMMENT = re.compile(r"^[ \t]*#.*(?:\n|\Z)", re.M)
_CONTINUED = re.compile(r"\\[ \t]*\n")


def dockerfile(service: Service) -> str:
    """Return the Dockerfile it is built from, or nothing: one instruction a line,
    without comments, which docker takes out before it joins lines.
    """
    return _CONTINUED.sub(" ", _COMMENT.sub("", _written(service)))


def _written(service: Service) -> str:
    build = service.build
    if build.get("dockerfile_inline"):
        return str(build["dockerfile_inline"])
    if not build:
        return ""
    path = Path(str(build.get("context", "."))) / str(
        build.get("dockerfile") or "Dockerfile"
    )
    try:
        return read_text(path)
    except CannotLook:
        return ""


def base_of(service: Service) -> str:
    """Return the image that its Dockerfile begins with, without tag and docker's hub.

    Stages of the same file are followed; nothing where there is no Dockerfile.
    """
    stages: dict[str, str] = {}
    base = ""
    for match in _FROM.finditer(dockerfile(service)):
        base = stages.get(match["image"].lower(), match["image"])
        if match["stage"]:
            stages[match["stage"].lower()] = base
    base = stages.get(str(service.build.get("target")).lower(), base)
    return _HUB.sub("", base.partition("@")[0].partition(":")[0])
