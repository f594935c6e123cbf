"""External Python packages: whether anything here says that they get installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ...core.finding import Finding
from ..errors import CannotLook
from ..text_file import read_text
from .manifest import Module

_OF_ODOO = """
    asn1crypto babel cbor2 chardet cryptography decorator docutils geoip2 gevent
    greenlet idna jinja2 libsass lxml lxml-html-clean markupsafe num2words ofxparse
    openpyxl passlib pillow polib psutil psycopg2 psycopg2-binary pyopenssl pypdf
    pypdf2 pyserial python-dateutil python-ldap python-stdnum pytz pyusb qrcode
    reportlab requests rjsmin setuptools urllib3 vobject werkzeug xlrd xlsxwriter
    xlwt zeep freezegun python-magic phonenumbers pyjwt pdfminer-six
"""
OF_ODOO = frozenset(_OF_ODOO.split())
"""Distributions that Odoo's own requirements and packages bring."""

DISTRIBUTIONS = {
    "yaml": "pyyaml", "pil": "pillow", "openssl": "pyopenssl", "magic": "python-magic",
    "dateutil": "python-dateutil", "stdnum": "python-stdnum", "ldap": "python-ldap",
    "serial": "pyserial", "usb": "pyusb", "sass": "libsass", "jwt": "pyjwt",
    "crypto": "pycryptodome", "bs4": "beautifulsoup4", "cv2": "opencv-python",
    "docx": "python-docx", "barcode": "python-barcode", "git": "gitpython",
    "dotenv": "python-dotenv", "facturx": "factur-x", "fitz": "pymupdf",
    "pdfminer": "pdfminer-six", "slugify": "python-slugify", "telegram":
    "python-telegram-bot", "sklearn": "scikit-learn", "usps": "usps-api",
}  # fmt: skip
"""Names that people import, and the distribution that brings them."""

_FILES = (
    *("requirements*.txt", "requirements/*.txt", "requirements*.in", "pip*.txt"),
    *("*ockerfile*", "docker/*ockerfile*", "pyproject.toml", "setup.py", "setup.cfg"),
    *("Pipfile", "odoo/custom/dependencies/pip.txt", "dependencies/pip.txt"),
    *(".github/workflows/*.yml", "test-requirements.txt", "oca_dependencies.txt"),
)
LEVELS = 4
"""Folders above a module that are looked through: as deep as repositories nest them."""


def judge(module: Module) -> Iterator[Finding]:
    """Yield a finding for every package that nothing here installs."""
    external = module.values.get("external_dependencies")
    named = external.get("python") if isinstance(external, dict) else None
    for requirement in named if isinstance(named, (list, tuple)) else ():
        if not isinstance(requirement, str):
            continue
        name = normal(requirement)
        if name and not _is_brought(name, module):
            yield Finding(
                rule="module-python-missing",
                subject=f"{module.name}:{name}",
                message=f"{module.name} needs {requirement}: it is neither installed "
                "here nor named by any requirements file.",
                file=str(module.file),
                line=module.line_of(requirement),
            )


def normal(requirement: str) -> str:
    """Return the distribution's name as package indexes compare it."""
    match = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)", requirement)
    name = re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""
    return DISTRIBUTIONS.get(
        name.partition("-")[0] if "." in requirement else name, name
    )


def _is_brought(name: str, module: Module) -> bool:
    if name in OF_ODOO or _installed(name):
        return True
    packages = "|".join(map(re.escape, _packages(name)))
    word = re.compile(
        rf"(?<![\w.-])(?:{re.escape(name)}|python3-(?:{packages}))(?![\w-])"
    )
    folders = dict.fromkeys((*_above(module.folder), *_above(module.folder.resolve())))
    return bool(word.search("".join(map(_texts_above, folders))))


def _packages(name: str) -> set[str]:
    """Return what Debian may call a distribution after ``python3-``."""
    imported = {module for module, one in DISTRIBUTIONS.items() if one == name}
    return {name, name.removeprefix("python-"), name.removeprefix("py"), *imported}


def _above(folder: Path) -> list[Path]:
    above = list(folder.absolute().parents)[:LEVELS]
    for position, one in enumerate(above):
        if (one / ".git").exists():
            return [folder, *above[: position + 1]]
    return [folder, *above]


@lru_cache(maxsize=256)
def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return find_spec(name.replace("-", "_")) is not None  # a name without dots
    return True


@lru_cache(maxsize=256)
def _texts_above(folder: Path) -> str:
    """Return all that the requirements files of ``folder`` say, names normalised."""
    texts = []
    for pattern in _FILES:
        for path in sorted(folder.glob(pattern)):
            try:
                texts.append(read_text(path))
            except CannotLook:
                continue
    return re.sub(r"[_.]+", "-", "\n".join(texts)).lower() + "\n"
