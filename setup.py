"""The package: the command ``ipai-health`` and, beside it, the addon for Odoo.

The one source folder goes into the wheel twice: as ``ipai_health``, which needs no
Odoo, and as ``odoo/addons/ipai_health``, where a pip-installed Odoo finds the addon.
"""

import ast
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
MANIFEST = ast.literal_eval((HERE / "ipai_health/__manifest__.py").read_text("utf-8"))
LIBRARY = find_packages(
    include=[
        "ipai_health",
        "ipai_health.core*",
        "ipai_health.gates*",
        "ipai_health.probe*",
    ]
)

setup(
    name="ipai-health",
    version=MANIFEST["version"],
    description=MANIFEST["summary"],
    long_description=(HERE / "README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="LGPL-3.0-only",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    packages=LIBRARY,
    package_data={"ipai_health": ["core/data/*.json"]},
    install_requires=[
        "PyYAML>=6",
        "rich>=13",
        'tomli>=2; python_version < "3.11"',
    ],
    extras_require={
        # the sidecar: psycopg2 as Odoo has it, waitress because it is small, pure
        # Python and hands over every request a HTTP/1.0 health check can send
        "serve": ["psycopg2-binary>=2.9", "waitress>=3"],
    },
    entry_points={"console_scripts": ["ipai-health = ipai_health.gates.cli:main"]},
)
