"""Folders of modules as people keep them: right ones, and each with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Files = dict[str, str]
Expected = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sample:
    """Files by path, the arguments of the gate, and what it has to find."""

    name: str
    files: Files
    arguments: tuple[str, ...]
    expected: Expected = frozenset()

    def write(self, folder: Path) -> None:
        """Put the files below ``folder``."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def _module(name: str, manifest: str, *files: str) -> Files:
    plain = {f"{name}/{file}": "\n" for file in ("__init__.py", *files)}
    return {f"{name}/__manifest__.py": manifest, **plain}


def _in(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": text for name, text in files.items()}


def contract() -> tuple[Files, tuple[str, ...]]:
    """The contract's own five modules and its loop as ship list."""
    names = ("theme_aiux", "aiux_chat", "ask_ai", "document_ai", "expense_ocr")
    files: Files = {}
    for name in names:
        manifest = f"""# -*- coding: utf-8 -*-
{{
    'name': 'IPAI {name}',
    'version': '19.0.1.1.0',
    'depends': [
        'base',
        'web',
        # Only list modules that exist in addons_path
    ],
    'data': ['views/{name}.xml'],
    'license': 'LGPL-3',
    'installable': True,
}}
"""
        files |= _in("addons", _module(f"ipai_{name}", manifest, f"views/{name}.xml"))
    files["ship.sh"] = (
        "#!/bin/bash\nset -e\n# Check all manifest dependencies exist\n"
        "for module in ipai_theme_aiux ipai_aiux_chat ipai_ask_ai ipai_document_ai "
        'ipai_expense_ocr; do\n    [[ -d "addons/$module" ]] || exit 1\ndone\n'
    )
    files["installed.txt"] = "base\nweb\n" + "".join(f"ipai_{one}\n" for one in names)
    lists = ("--ship-list", "ship.sh", "--install-list", "installed.txt")
    return files, ("--addons-path", "addons", *lists)


def community() -> tuple[Files, tuple[str, ...]]:
    """A repository of a community: generated requirements, setup, unported modules."""
    stock = """\
# Copyright 2024 Somebody (https://example.com)
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Stock Weighing",
    "summary": "Weigh " "while picking",
    "version": "19.0.1.2.3",
    "author": "Somebody, Community",
    "website": "https://example.com/stock",
    "category": "Inventory",
    "depends": ["stock", "web_widget_scale"],
    "data": [
        "security/ir.model.access.csv",
        "views/stock_move_views.xml",
        "wizard/weigh_wizard.xml",
    ],
    "demo": ["demo/product.xml"],
    "assets": {
        "web.assets_backend": [
            "stock_weighing/static/src/**/*.scss",
            ("after", "web/static/src/core/x.js", "stock_weighing/static/src/a.esm.js"),
            ("include", "web._assets_helpers"),
            ("remove", "web/static/src/core/y.js"),
        ],
        "web.assets_tests": ["/stock_weighing/static/tests/tour.js"],
        "web.assets_frontend": ["https://cdn.example.com/lib.js"],
    },
    "external_dependencies": {"python": ["pyserial", "scalelib>=1.2"], "bin": ["lp"]},
    "auto_install": ["stock"],
}
"""
    scale = """{
    "name": "Scale Widget", "version": "19.0.1.0.0", "depends": ("web",),
    "assets": {"web.assets_backend": ["web_widget_scale/static/src/*.[jx]*"]},
    "images": ["static/description/banner.png"],
}"""
    unported = '{"name": "Old", "version": "17.0.1.0.0", "depends": ["gone"],' + (
        ' "data": ["x.xml"], "installable": False}'
    )
    files = _module(
        "stock_weighing",
        stock,
        "security/ir.model.access.csv",
        "views/stock_move_views.xml",
        "wizard/weigh_wizard.xml",
        "demo/product.xml",
        "static/src/scss/a.scss",
        "static/src/a.esm.js",
        "static/tests/tour.js",
        "i18n/de.po",
        "readme/DESCRIPTION.md",
    )
    files |= _module("web_widget_scale", scale, "static/src/scale.js")
    files |= {"stock_old/__manifest__.py": unported, "stock_old/__init__.py": ""}
    files |= {
        "requirements.txt": "# generated from manifests\nscalelib>=1.2\n",
        ".pre-commit-config.yaml": "repos: []\n",
        "setup/stock_weighing/setup.py": "import setuptools\n",
        "README.md": "# stock\n",
    }
    return files, ("--addons-path", ".")


def split() -> tuple[Files, tuple[str, ...]]:
    """Own modules beside somebody else's, in two folders of the addons path."""
    own = """{
    'name': 'ACME Base', 'version': '1.0', 'author': 'ACME',
    'depends': ['sale_management', 'crm', 'partner_ref'],
    'data': [
        'security/groups.xml', 'security/ir.model.access.csv',
        'data/sequence.xml',   # before the views
        'views/menu.xml',
        'report/layout.xml'],
    'demo': [],
    'application': True,
}
"""
    theirs = '{"name": "Partner Ref", "version": "19.0.2.0.0", "depends": ["base"]}'
    theme = """{
    'name': 'Theme ACME', 'version': '19.0.0.1', 'category': 'Theme/Corporate',
    'depends': ['website', 'acme_base'],
    'data': ['views/snippets/s_hero.xml'],
    'assets': {
        'web._assets_primary_variables': [
            ('prepend', 'theme_acme/static/src/scss/primary_variables.scss')],
        'web.assets_frontend': ['theme_acme/static/src/js/**/*'],
    },
    'license': 'OPL-1',
}"""
    files = _in(
        "own",
        _module(
            "acme_base",
            own,
            "security/groups.xml",
            "security/ir.model.access.csv",
            "data/sequence.xml",
            "views/menu.xml",
            "report/layout.xml",
        )
        | _module(
            "theme_acme",
            theme,
            "views/snippets/s_hero.xml",
            "static/src/scss/primary_variables.scss",
            "static/src/js/deep/er/hero.js",
        ),
    )
    files |= _in("oca/partner", _module("partner_ref", theirs))
    files["own/scripts/manifest.py"] = "import sys\nprint(sys.argv)\n"
    paths = ("--addons-path", "own,oca/partner")
    return files, (*paths, "--require", "acme_base,theme_acme,sale")


def classroom() -> tuple[Files, tuple[str, ...]]:
    """Scaffolded modules with everything the scaffold writes."""
    scaffold = """# -*- coding: utf-8 -*-
{
    'name': "library",

    'summary': "Short (1 phrase/line) summary of the module's purpose",

    'description': \"\"\"
Long description of module's purpose
    \"\"\",

    'author': "My Company",
    'website': "https://www.example.com",

    # any module necessary for this one to work correctly
    'depends': ['base'],

    # always loaded
    'data': [
        # 'security/ir.model.access.csv',
        'views/views.xml',
        'views/templates.xml',
    ],
    # only loaded in demonstration mode
    'demo': [
        'demo/demo.xml',
    ],
    'version': '0.1',
}
"""
    files = _module(
        "library", scaffold, "views/views.xml", "views/templates.xml", "demo/demo.xml"
    )
    files |= _module("library_loan", "{'name': 'Loans', 'depends': ['library']}")
    return _in("custom_addons", files), ()


SKELETONS: dict[str, Callable[[], tuple[Files, tuple[str, ...]]]] = {
    "contract": contract,
    "community": community,
    "split": split,
    "classroom": classroom,
}

MUTATIONS = Path(__file__).with_name("addons_mutations.txt")


def right() -> Iterator[Sample]:
    """Yield every skeleton, plain and with things around that do no harm."""
    for name, make in SKELETONS.items():
        files, arguments = make()
        yield Sample(name, files, arguments)
        folder = next(path for path in files if path.endswith("__manifest__.py"))
        home = folder.rpartition("/")[0]
        beside = home.rpartition("/")[0]
        prefix = f"{beside}/" if beside else ""
        for what, extra in {
            "a package without manifest": {f"{prefix}tools/__init__.py": ""},
            "compiled files": {f"{home}/__pycache__/__manifest__.cpython-311.pyc": ""},
            "a script named manifest": {f"{home}/manifest.py": "print('x')\n"},
            "hidden folders": {f"{prefix}.venv/lib/manifest.py": "{}"},
        }.items():
            yield Sample(f"{name} with {what}", files | extra, arguments)


def wrong() -> Iterator[Sample]:
    """Yield every mutation of ``addons_mutations.txt``."""
    for line in MUTATIONS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, file, change = line.split(": ", 2)
        old, new, rule = (one.replace("\\n", "\n") for one in change.split(" => "))
        files, arguments = SKELETONS[name]()
        if file == "move":
            files[new] = files.pop(old)
        else:
            assert old in files[file], line
            files[file] = files[file].replace(old, new, 1)
        yield Sample(line, files, arguments, frozenset({(rule, "*")}))
