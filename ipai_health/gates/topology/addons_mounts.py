"""Whether the folders of the addons path are in the container."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.finding import Finding
from ...core.odoo_conf.blemishes import placeholder
from ..composition.roles import is_official_odoo
from ..composition.service import Service
from ..composition.variables import is_unknown
from .dockerfiles import base_of, dockerfile
from .stack import Stack

IN_IMAGE = (
    "/usr/lib/python3/dist-packages",
    "/mnt/extra-addons",
    "/var/lib/odoo",
    "/etc/odoo",
)
"""What Docker's own image of Odoo holds."""

_UNTOLD = re.compile(r"^[ \t]*(?:COPY|ADD|WORKDIR)\b.*\$[^\n]*$", re.M | re.I)
"""A folder in the image that a build argument names."""
_WORKED_IN = re.compile(
    r"(?:^[ \t]*WORKDIR|\bcd)[ \t]+[\"']?(/[^\s\"';&]+)", re.M | re.I
)
"""A folder below which a build may make others without naming it again."""


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every entry that no mount and no image brings."""
    for odoo in stack.roles.odoo:
        settings = stack.settings(odoo)
        if settings is None or not odoo.complete:
            continue
        setting = settings["addons_path"]
        for entry in setting.value or ():
            if not entry.startswith("/") or placeholder(entry) or "$" in entry:
                continue
            if _is_there(entry, odoo):
                continue
            yield odoo.finding(
                "compose-mount-missing",
                f"{odoo.name}:{entry}",
                f"addons_path of {settings.label} names {entry}, which {odoo.name} "
                "neither mounts nor has in its image.",
                "volumes",
            )


def _is_there(entry: str, odoo: Service) -> bool:
    mounts = [str(mount["target"]) for mount in odoo.mounts]
    if any(is_unknown(target) or _within(entry, target) for target in mounts):
        return True
    if any(_within(target, entry) for target in mounts):
        return True  # single modules are mounted below it
    if odoo.listed("volumes_from") or odoo.mapping("develop"):
        return True
    return _in_image(entry, odoo)


def _in_image(entry: str, odoo: Service) -> bool:
    if is_official_odoo(odoo):
        return any(_within(entry, folder) for folder in IN_IMAGE)
    text = dockerfile(odoo)
    if base_of(odoo) != "odoo" or _UNTOLD.search(text):
        return True  # not Docker's own image: nobody here can tell
    if any(_within(entry, folder) for folder in _WORKED_IN.findall(text)):
        return True
    if any(_within(entry, folder) for folder in IN_IMAGE):
        return True
    parts = entry.strip("/").split("/")
    shortest = min(2, len(parts))
    parents = ("/".join(parts[:size]) for size in range(shortest, len(parts) + 1))
    return any(_named(parent, text) for parent in parents)


def _named(path: str, text: str) -> bool:
    """Tell whether ``text`` has ``path`` as words of their own, from wherever."""
    words = rf"(?<![\w/-])(?:\$\w+)?/?{re.escape(path)}(?![\w-])"
    return bool(re.search(words, text))


def _within(path: str, folder: str) -> bool:
    folder = folder.rstrip("/")
    return path.rstrip("/") == folder or path.startswith(f"{folder}/")
