"""Looks at the folders of an addons path, here or below an unpacked root."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

MANIFEST = "__manifest__.py"
MAX_LINKS = 40
"""As many symbolic links on one path as Linux follows."""

ONE_BY_ONE = 10
"""Modules told one by one; when more are there twice, it is the folder that is."""

Fault = tuple[str, str, str]
"""Rule, subject and message."""


def examine(entries: Sequence[str], root: Path | None = None) -> Iterator[Fault]:
    """Yield what is wrong with the folders in ``entries``, in their order.

    ``root`` is the unpacked image or container they are in; None: this machine.
    """
    homes: dict[str, tuple[str, str]] = {}
    for entry in entries:
        folder = inside(root, entry)
        try:
            modules = None if folder is None else modules_in(folder)
        except OSError as error:
            yield (
                "addons-path-unreadable",
                entry,
                f"{entry} cannot be read: {error.strerror}.",
            )
            continue
        if modules is None:
            yield "addons-path-missing", entry, f"There is no folder {entry}."
        elif not modules:
            yield "addons-path-empty", entry, f"{entry} holds no module."
        else:
            yield from _shadowed(entry, folder, modules, homes)


def _shadowed(
    entry: str,
    folder: Path | None,
    modules: list[str],
    homes: dict[str, tuple[str, str]],
) -> Iterator[Fault]:
    """Yield the modules that an earlier entry has too, unless by a link; of a folder
    with many of them, that it has them.
    """
    shadowed = []
    for name in modules:
        real = os.path.realpath(os.path.join(folder or entry, name))
        home, first = homes.setdefault(name, (entry, real))
        if home != entry and first != real:
            shadowed.append((name, home))
    if len(shadowed) > ONE_BY_ONE:
        count, example = len(shadowed), shadowed[0][0]
        message = (
            f"{count} of {len(modules)} modules in {entry}, such as {example}, stand "
            "earlier on the path too; those in it are not used."
        )
        yield "module-shadowed", entry, message
        return
    for name, home in shadowed:
        message = f"Odoo takes {name} from {home}; the one in {entry} is not used."
        yield "module-shadowed", name, message


def modules_in(folder: Path) -> list[str] | None:
    """Return the names of the modules in ``folder``, None when it is no folder.

    Raises ``OSError`` when it cannot be read.
    """
    if not folder.is_dir():
        return None
    return sorted(
        name
        for name in os.listdir(folder)
        if (folder / name / MANIFEST).is_file()
        and (folder / name / "__init__.py").is_file()
    )


def inside(root: Path | None, entry: str) -> Path | None:
    """Return where ``entry`` is below ``root``, its links followed as from there.

    None when links go round in a circle.
    """
    expanded = os.path.expanduser(os.path.expandvars(entry)) if root is None else entry
    if root is None:
        return Path(expanded)
    pending = list(PurePosixPath(expanded).parts)
    path, links = root, 0
    while pending:
        part = pending.pop(0)
        if part in ("/", "//"):
            path = root
        elif part == "..":
            path = path.parent if path != root else root
        elif (step := path / part).is_symlink():
            links += 1
            if links > MAX_LINKS:
                return None
            pending[:0] = PurePosixPath(os.readlink(step)).parts
        else:
            path = step
    return path
