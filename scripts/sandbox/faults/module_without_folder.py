"""The folder of an installed module is gone."""

import os

from .fault import Fault

MODULE = "sandbox_shelf"
STYLE = f"{MODULE}/static/src/shelf.css"

WRITTEN = 1_700_000_000
"""When the module's files say that they were written, in seconds since 1970."""

MANIFEST = f"""{{
    "name": "Sandbox shelf",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "ipai_health",
    "depends": ["web"],
    "assets": {{"web.assets_frontend": ["{STYLE}"]}},
    "installable": True,
}}
"""


def write_module(folder):
    """Write the module that this fault takes away into the addons path ``folder``."""
    style = folder / STYLE
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text(".sandbox_shelf { color: inherit; }\n")
    (folder / MODULE / "__init__.py").write_text("")
    (folder / MODULE / "__manifest__.py").write_text(MANIFEST)
    for file in (folder / MODULE).rglob("*"):
        # Odoo names bundles by the dates of their sources: the same every time
        os.utime(file, (WRITTEN, WRITTEN))


def inject(site):
    folder = site.instance.addons[-1] / MODULE
    hidden = folder.with_name(f".{MODULE}")
    folder.rename(hidden)
    return folder, hidden


def repair(_site, kept):
    folder, hidden = kept
    hidden.rename(folder)


FAULT = Fault(
    title="an installed module whose folder is gone",
    rule="module-missing-on-disk",
    inject=inject,
    repair=repair,
    page=lambda site: f"/{STYLE}",
    stored=True,
    health=503,
    ready=200,
)
