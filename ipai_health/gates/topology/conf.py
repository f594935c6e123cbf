"""Which odoo.conf an Odoo is given, as far as the composition and its files tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..composition.roles import CONF_FOLDER
from ..composition.service import Service
from ..composition.variables import is_unknown
from .dockerfiles import dockerfile

CONF_NAMES = ("odoo.conf", "odoo-server.conf", "openerp-server.conf")
RC = "ODOO_RC"
"""The variable that names the file."""


def mounted_conf(odoo: Service) -> Path | None:
    """Return the odoo.conf on the host that ``odoo`` reads, if it is here."""
    wanted = conf_inside(odoo)
    found: list[tuple[int, Path]] = []
    for mount in odoo.mounts:
        if mount.get("type") != "bind" or is_unknown(mount.get("source", "")):
            continue
        source, target = Path(str(mount["source"])), str(mount["target"])
        for path in wanted:
            below = _below(path, target)
            candidate = source if below == "." else source / below if below else None
            if candidate and candidate.is_file():
                found.append((len(target), candidate))
    for file, target in _config_files(odoo):
        if target in wanted and file.is_file():
            found.append((len(target), file))
    # the deepest mount is what the container sees
    return max(found)[1] if found else None


def _config_files(odoo: Service) -> Iterator[tuple[Path, str]]:
    """Yield the files that come by ``configs``, each with where it is mounted."""
    configs = odoo.project.resources.get("configs", {})
    for one in odoo.listed("configs"):
        source = configs.get(str(one.get("source")))
        if isinstance(source, dict) and source.get("file"):
            path = odoo.project.folder / str(source["file"])
            yield path, str(one.get("target"))


def inline_conf(odoo: Service) -> str | None:
    """Return the odoo.conf that the composition itself holds, under configs."""
    configs = odoo.project.resources.get("configs", {})
    for one in odoo.listed("configs"):
        source = configs.get(str(one.get("source")))
        content = source.get("content") if isinstance(source, dict) else None
        if content and str(one.get("target")) in conf_inside(odoo):
            return str(content)
    return None


def may_have_own_conf(odoo: Service) -> bool:
    """Tell whether something may put another odoo.conf over that of the image: what is
    mounted at it or above, of another container, or named by its Dockerfile.
    """
    brought = ("volumes", "configs", "secrets")
    entries = [one for key in brought for one in odoo.listed(key)]
    targets = [str(one.get("target")) for one in entries if isinstance(one, dict)]
    return (
        any(is_unknown(target) or _covers_conf(target, odoo) for target in targets)
        or bool(odoo.listed("volumes_from"))
        or any(name in dockerfile(odoo) for name in (CONF_FOLDER, *CONF_NAMES, RC))
    )


def _covers_conf(target: str, odoo: Service) -> bool:
    return any(_below(path, target) for path in conf_inside(odoo))


def conf_inside(odoo: Service) -> list[str]:
    """Return where in the container the file may be."""
    named = named_conf(odoo) or odoo.variable(RC)
    return [named] if named else [f"{CONF_FOLDER}/{name}" for name in CONF_NAMES]


def named_conf(odoo: Service) -> str:
    """Return the file that its command names, or nothing."""
    words = list(map(str, odoo.words))
    for index, word in enumerate(words):
        flag, equals, path = word.partition("=")
        if flag in ("-c", "--config"):
            following = words[index + 1] if index + 1 < len(words) else ""
            return path if equals else following
    return ""


def _below(path: str, folder: str) -> str:
    """Return ``path`` relative to ``folder``, or nothing when it is elsewhere."""
    try:
        return str(PurePosixPath(path).relative_to(folder))
    except ValueError:
        return ""
