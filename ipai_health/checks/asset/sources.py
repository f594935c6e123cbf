"""The list of files that a bundle is made of, as the server has it now."""

import os
from dataclasses import dataclass, field

from lxml import etree

from odoo.tools import SQL
from odoo.tools.constants import (
    ASSET_EXTENSIONS,
    EXTERNAL_ASSET,
    SCRIPT_EXTENSIONS,
    STYLE_EXTENSIONS,
    TEMPLATE_EXTENSIONS,
)

from ...core.distribution import left_out
from ..module.folder import find

EXTENSIONS_OF = {
    "css": STYLE_EXTENSIONS,
    "js": SCRIPT_EXTENSIONS + TEMPLATE_EXTENSIONS,
}


@dataclass
class Sources:
    """The files of one bundle, or why the list cannot be made.

    Odoo ignores paths that are neither style, script nor template, and so do we.
    """

    name: str
    variant: str = ""
    paths: list = field(default_factory=list)
    error: str = ""

    def of_type(self, extension):
        """Return the paths that end up in the ``css`` or ``js`` of the bundle."""
        wanted = EXTENSIONS_OF[extension]
        return [path for path, _file in self.paths if path.rpartition(".")[2] in wanted]


def bundles_of_pages(env):
    """Return the names of all bundles that an active template calls for, but for those
    of Odoo's own test pages: no user sees them, and they take 40% of the time.
    """
    env.cr.execute(
        SQL(
            """
            SELECT arch_db->>'en_US' FROM ir_ui_view
             WHERE active AND type = 'qweb'
                   AND arch_db->>'en_US' LIKE '%%t-call-assets%%'
            """
        )
    )
    parser = etree.XMLParser(recover=True)
    names = set()
    for (arch,) in env.cr.fetchall():
        tree = etree.fromstring(arch.encode(), parser)
        if tree is not None:
            names.update(node.get("t-call-assets") for node in tree.iter("*"))
    names.discard(None)
    return {
        name
        for name in names
        if name.count(".") == 1 and "{" not in name and "tests" not in name
    }


def bundle_name(filename):
    """Return ``web.assets_web`` and ``css`` for ``web.assets_web.rtl.min.css``."""
    parts = filename.split(".")
    return ".".join(parts[:2]), parts[-1]


def read_sources(env, name, variant=""):
    """Return the :class:`Sources` of the bundle ``name`` on website ``variant``."""
    assets = env["ir.asset"].sudo()
    params = assets._get_asset_params()
    if variant.isdecimal() and "website_id" in params:
        params = params | {"website_id": int(variant)}
    sources = Sources(name, variant)
    try:
        listed = assets._get_asset_paths(bundle=name, assets_params=params)
    except Exception as error:  # noqa: BLE001  Odoo raises this very class here
        sources.error = str(error)
        return sources
    sources.paths = [
        (path, file)
        for path, file, *_rest in listed
        if file is not EXTERNAL_ASSET and path.rpartition(".")[2] in ASSET_EXTENSIONS
    ]
    return sources


def missing_paths(env, every):
    """Return the paths among ``every`` :class:`Sources` that lead to no file, each
    with the names of the bundles that want it; a module whose folder is gone has a
    finding of its own that tells of all its files.
    """
    wanted = {}
    exists = {}
    for sources in every:
        for path, file in sources.paths:
            if path not in exists:
                exists[path] = bool(file) and os.path.exists(file)
            if not exists[path]:
                wanted.setdefault(path, set()).add(sources.name)
    explained = _served_by_attachment(env, [path for path in wanted if path])
    gone = {name for name in env.registry._init_modules if find(name) is None}
    return {
        path: names
        for path, names in wanted.items()
        if path not in explained
        and not left_out(path)
        and path.lstrip("/").partition("/")[0] not in gone
    }


def _served_by_attachment(env, paths):
    """Return which of ``paths`` are the URL of an attachment."""
    if not paths:
        return set()
    env.cr.execute(
        SQL("SELECT DISTINCT url FROM ir_attachment WHERE url = ANY(%s)", paths)
    )
    return {url for (url,) in env.cr.fetchall()}
