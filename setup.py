"""The package: the command ``ipai-health`` and, beside it, the addon for Odoo.

The one source folder goes into the wheel twice: as ``ipai_health``, which needs no
Odoo, and as ``odoo/addons/ipai_health``, where a pip-installed Odoo finds the addon.
"""

import ast
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
SOURCE = HERE / "ipai_health"
MANIFEST = ast.literal_eval((SOURCE / "__manifest__.py").read_text("utf-8"))
ADDON = "odoo.addons.ipai_health"
COMMAND = "ipai_health"
COMMAND_PARTS = ("core", "gates", "probe")
ADDON_PACKAGES = [
    ADDON,
    *(f"{ADDON}.{each}" for each in find_packages(str(SOURCE))),
]
COMMAND_PACKAGES = find_packages(
    str(HERE),
    include=[COMMAND, *(f"{COMMAND}.{part}*" for part in COMMAND_PARTS)],
)


def _data(*parts):
    """Return what a package carries beside the modules that Python finds by itself:
    views, styles, and scripts in folders that are no packages (``cli``,
    ``migrations``), below ``parts`` or everywhere.
    """
    folders = [SOURCE / part for part in parts] or [SOURCE]
    files = (file for folder in folders for file in folder.rglob("*"))
    return sorted(
        str(file.relative_to(SOURCE))
        for file in files
        if file.is_file() and "__pycache__" not in file.parts and not _found(file)
    )


def _found(file):
    """Tell whether Python's packaging finds ``file`` by itself."""
    return file.suffix == ".py" and (file.parent / "__init__.py").exists()


setup(
    name="ipai-health",
    version=MANIFEST["version"],
    description=MANIFEST["summary"],
    long_description=(HERE / "README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="LGPL-3.0-only",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    packages=[*COMMAND_PACKAGES, *ADDON_PACKAGES],
    package_dir={ADDON: COMMAND},
    package_data={COMMAND: _data(*COMMAND_PARTS), ADDON: _data()},
    # what is in no list here stays out
    include_package_data=False,
    install_requires=[
        "PyYAML>=6",
        "rich>=13",
        # db, prod, assets and modules --install-list ask PostgreSQL
        "psycopg2-binary>=2.9",
        'tomli>=2; python_version < "3.11"',
        # serve: small, pure Python, and hands over every request a HTTP/1.0 health
        # check can send
        "waitress>=3",
    ],
    entry_points={"console_scripts": ["ipai-health = ipai_health.gates.cli:main"]},
)
