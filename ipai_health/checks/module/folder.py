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
    from packaging.requirements import Requirement
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

    Looks at the disk each time: Odoo's own ``Manifest.for_addon`` remembers folders
    that have gone since.
    """
    for path in odoo.addons.__path__:
        folder = os.path.join(path, name)
        if os.path.isdir(folder):
            return folder
    return None


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
    name = REQUIREMENT_NAME.match(text)
    if name is None:
        return True
    try:
        version = importlib.metadata.version(name[0])
    except importlib.metadata.PackageNotFoundError:
        return _applies(text) and not _importable(name[0])
    return not _version_fits(text, version)


def _applies(text):
    """Tell whether the environment markers of the requirement fit this server."""
    marker = Requirement(text).marker if Requirement else None
    return marker is None or marker.evaluate()


def _version_fits(text, version):
    return not Requirement or version in Requirement(text).specifier


def _importable(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
