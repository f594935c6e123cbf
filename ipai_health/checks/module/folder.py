"""A module's folder on the addons path, read without importing anything."""

import ast
import importlib.metadata
import importlib.util
import os
import re
from typing import NamedTuple

from odoo.modules.module import adapt_version

import odoo.addons

try:
    from packaging.requirements import InvalidRequirement, Requirement
except ImportError:
    Requirement = None

REQUIREMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class ManifestUnreadable(Exception):
    """The manifest cannot be used; its text says why."""


class Manifest(NamedTuple):
    """What the check needs of a manifest, as Odoo would understand it."""

    installable: bool = True
    version: str = ""
    depends: tuple[str, ...] = ()
    python: tuple[str, ...] = ()


def find(name):
    """Return the folder that Odoo would load module ``name`` from, or ``None``.

    That is the first one with a manifest that can be read; where there is none, the
    first of the others. Looks at the disk each time: Odoo's own ``Manifest.for_addon``
    remembers folders that have gone since.
    """
    paths = (os.path.join(path, name) for path in odoo.addons.__path__)
    folders = [path for path in paths if os.path.isdir(path)]
    if len(folders) > 1:
        return next(filter(_is_readable, folders), folders[0])
    return folders[0] if folders else None


def _is_readable(folder):
    try:
        read_manifest(folder)
    except ManifestUnreadable:
        return False
    return True


def read_manifest(folder):
    """Return the :class:`Manifest` in ``folder``.

    :raise ManifestUnreadable: Odoo would leave the module out
    """
    try:
        with open(os.path.join(folder, "__manifest__.py"), encoding="utf-8") as file:
            content = ast.literal_eval(file.read())
        return Manifest(
            installable=bool(content.get("installable", True)),
            version=adapt_version(str(content.get("version", "1.0"))),
            depends=tuple(content.get("depends") or ("base",)),
            python=tuple(
                (content.get("external_dependencies") or {}).get("python", ())
            ),
        )
    except FileNotFoundError:
        raise ManifestUnreadable("there is no __manifest__.py") from None
    except SyntaxError as error:
        raise ManifestUnreadable(f"line {error.lineno}: {error.msg}") from error
    except (OSError, ValueError, TypeError, AttributeError, MemoryError) as error:
        raise ManifestUnreadable(str(error) or type(error).__name__) from error


def python_missing(text):
    """Tell whether the requirement ``text`` of a manifest is not met here.

    A name that no distribution carries may be that of a module, as in Odoo itself.
    Versions and markers count where the package ``packaging`` is there to read them.
    """
    if Requirement is None:
        name = REQUIREMENT_NAME.match(text)
        return name is None or (_version(name[0]) is None and not _importable(name[0]))
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return True
    if requirement.marker and not requirement.marker.evaluate():
        return False
    version = _version(requirement.name)
    if version is None:
        return not _importable(requirement.name)
    return not requirement.specifier.contains(version)


def _version(name):
    """Return the version of the distribution ``name``, ``None`` where it is not."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _importable(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
