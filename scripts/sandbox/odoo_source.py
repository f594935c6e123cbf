"""Where Odoo 19 comes from: one function a road, tried in their order."""

import contextlib
import fcntl
import os
import re
import shutil
import sys
import tarfile
import tempfile
import threading
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

from . import apt
from .errors import SandboxError
from .paths import cache_folder

SERIES = "19.0"

PACKAGES = [
    "odoo-19",
    # what its links point into; Font Awesome 4.7, which Odoo's styles name, is not
    # in sid any more
    "fonts-font-awesome/trixie",
    "fonts-inconsolata/trixie",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]
SUITES = ["sid", "trixie"]

LAYOUTS = ("", "usr/lib/python3/dist-packages")
"""Where the package ``odoo`` lies in a checkout and in Debian's package."""


@dataclass(frozen=True)
class OdooSource:
    """An Odoo ready to run: ``core`` holds the package ``odoo``; ``road`` says in a
    few words how it was found.
    """

    core: Path
    road: str

    @property
    def addons_paths(self) -> list[Path]:
        """Return the folders of Odoo's own addons.

        Debian's package carries most of them twice, the second time in part: a folder
        that brings nothing new would shadow 600 modules for nothing.
        """
        first, second = self.core / "odoo" / "addons", self.core / "addons"
        if not second.is_dir():
            return [first]
        new = {path.name for path in second.iterdir()} - {
            path.name for path in first.iterdir()
        }
        return [first, second] if new else [first]


def find() -> OdooSource:
    """Return the first Odoo 19 found: ``ODOO_SRC``, cache, Debian, ``ODOO_URL``.

    :raise SandboxError: in one sentence, which of the roads failed and why
    """
    failures = []
    with _alone():
        for road in (from_folder, from_cache, from_debian, from_archive):
            try:
                return road()
            except SandboxError as error:
                failures.append(str(error))
                if road is from_folder and os.environ.get("ODOO_SRC"):
                    break
    raise SandboxError(
        f"no Odoo {SERIES} was found: {'; '.join(failures)}. Give the folder of an "
        f"Odoo {SERIES} source with ODOO_SRC=/path/to/odoo"
    )


def from_folder() -> OdooSource:
    """Take the folder that ``ODOO_SRC`` names."""
    folder = os.environ.get("ODOO_SRC")
    if not folder:
        raise SandboxError("ODOO_SRC is not set")
    path = Path(folder).expanduser().resolve()
    return OdooSource(_core_in(path, "ODOO_SRC"), f"ODOO_SRC={folder}")


def from_cache() -> OdooSource:
    """Take what an earlier run downloaded."""
    folder = _cached()
    if not folder.is_dir():
        raise SandboxError("the cache has none")
    return OdooSource(_core_in(folder, "the cache"), "cache")


def from_debian() -> OdooSource:
    """Download and unpack Debian's package, about 122 MB."""
    print("Downloading Odoo 19 from the Debian archive (about 122 MB) …", flush=True)
    try:
        with _into_cache() as folder, _progress(folder):
            apt.fetch(PACKAGES, SUITES, folder)
            _core_in(folder, "Debian's package")
    except SandboxError as error:
        raise SandboxError(f"Debian's package odoo-19: {error}") from error
    return OdooSource(_core_in(_cached(), "the cache"), "Debian's package odoo-19")


def from_archive() -> OdooSource:
    """Download and unpack the source archive that ``ODOO_URL`` names."""
    address = os.environ.get("ODOO_URL")
    if not address:
        raise SandboxError("ODOO_URL is not set")
    print("Downloading the archive that ODOO_URL names …", flush=True)
    with _into_cache() as folder, tempfile.NamedTemporaryFile() as archive:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                shutil.copyfileobj(answer, archive)
        except (OSError, ValueError) as error:
            raise SandboxError(f"ODOO_URL: {error}") from error
        archive.flush()
        _unpack(Path(archive.name), folder)
        _core_in(folder, "the archive of ODOO_URL")
    return OdooSource(_core_in(_cached(), "the cache"), "the archive of ODOO_URL")


def _cached() -> Path:
    return cache_folder() / f"odoo-{SERIES}"


@contextlib.contextmanager
def _alone():
    """Let one process at a time look: the next one finds what this one downloads."""
    with contextlib.ExitStack() as stack:
        # where no file can be made, each road says so better
        with contextlib.suppress(OSError):
            cache_folder().mkdir(parents=True, exist_ok=True)
            handle = stack.enter_context(_cached().with_name("odoo.lock").open("w"))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _into_cache():
    """Give an empty folder that becomes the cached Odoo only when all went well."""
    target = _cached()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target.parent, prefix="odoo-", ignore_cleanup_errors=True
        ) as scratch:
            folder = Path(scratch) / "odoo"
            folder.mkdir()
            yield folder
            shutil.rmtree(target, ignore_errors=True)
            folder.rename(target)
    except OSError as error:
        raise SandboxError(f"{target.parent}: {error.strerror or error}") from error


def _core_in(folder: Path, name: str) -> Path:
    """Return the folder inside ``folder`` that holds the package ``odoo``."""
    for layout in LAYOUTS:
        core = folder / layout
        release = core / "odoo" / "release.py"
        if release.is_file():
            series = _series(release)
            if series != SERIES:
                raise SandboxError(f"{name} ({folder}) is Odoo {series}, not {SERIES}")
            return core
    raise SandboxError(f"{name} ({folder}) holds no Odoo: odoo/release.py is not there")


def _series(release: Path) -> str:
    version = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    return ".".join(version.groups()) if version else "unknown"


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar or zip archive; a single folder at its top is taken off."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(folder)
        else:
            with tarfile.open(archive) as packed:
                packed.extractall(folder, filter="data")
    except (tarfile.TarError, zipfile.BadZipFile, TypeError) as error:
        raise SandboxError(f"ODOO_URL names no tar or zip archive: {error}") from error
    entries = list(folder.iterdir())
    if len(entries) == 1 and entries[0].is_dir():
        top = entries[0].rename(folder.with_name("top"))
        folder.rmdir()
        top.rename(folder)


@contextlib.contextmanager
def _progress(folder: Path):
    """Say every second how many MB are there, as apt says nothing to a pipe."""
    over = threading.Event()

    def watch():
        archives = folder / ".apt" / "archives"
        end = "\r" if sys.stdout.isatty() else "\n"
        last = 0
        while not over.wait(1.0):
            size = sum(each.stat().st_size for each in archives.glob("*")) // 10**6
            if size > last:
                print(f"  {size} MB", end=end, flush=True)
                last = size

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
