"""``make dist``: wheel, source archive and addon folder, the same bytes every time."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDON = "ipai_health"

FILE_MODE, PROGRAM_MODE = 0o644, 0o755

BUILD = """
import sys
from setuptools import build_meta
target = sys.argv[1]  # setuptools sets its own
build_meta.build_sdist(target)
build_meta.build_wheel(target)
"""
"""What a front end such as ``build`` asks of setuptools, in a process of its own; so
packing needs no more than running Odoo does.
"""


def main(target: Path) -> int:
    """Write the packages to the folder ``target``, made anew; print their names."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    moment = _moment()
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        _copy(checkout)
        _build(checkout, Path(folder) / "built", moment)
        for built in sorted((Path(folder) / "built").iterdir()):
            write = _write_tar if built.suffix == ".gz" else _write_zip
            read = _read_tar if built.suffix == ".gz" else _read_zip
            write(target / built.name, read(built), moment)
        version = next(target.glob("*.tar.gz")).name.removesuffix(".tar.gz")
        name = f"{ADDON}-{version.partition('-')[2]}.zip"
        _write_zip(target / name, _read_addon(checkout), moment)
    for file in sorted(target.iterdir()):
        print(f"{file}  {file.stat().st_size:,} bytes")
    return 0


def _moment() -> int:
    """Return the time that every file is given: that of the last commit, as Odoo
    takes a style with the same date for the same style.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    done = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout.strip():
        return int(done.stdout)
    return int(max(file.stat().st_mtime for file in (ROOT / ADDON).rglob("*")))


def _copy(checkout: Path) -> None:
    """Copy what the packages are made of: a build leaves files beside its source."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / ADDON, checkout / ADDON, ignore=ignored)
    for file in ROOT.iterdir():
        if file.is_file() and not file.name.startswith("."):
            shutil.copy(file, checkout)


def _build(checkout: Path, target: Path, moment: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, target],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(moment), "PYTHONHASHSEED": "0"},
    )
    if done.returncode:
        sys.exit(f"make dist: the build failed:\n{done.stdout}{done.stderr}")


def _mode(executable: bool) -> int:
    return PROGRAM_MODE if executable else FILE_MODE


def _read_zip(archive: Path):
    """Return name, mode and bytes of each file, in order."""
    with zipfile.ZipFile(archive) as file:
        return [
            (each.filename, _mode(each.external_attr >> 16 & 0o100), file.read(each))
            for each in sorted(file.infolist(), key=_order)
            if not each.is_dir()
        ]


def _order(entry):
    """Keep the metadata at the end of a wheel, where the standard wants it."""
    return ".dist-info/" in entry.filename, entry.filename


def _read_tar(archive: Path):
    with tarfile.open(archive) as file:
        return [
            (each.name, _mode(each.mode & 0o100), file.extractfile(each).read())
            for each in sorted(file.getmembers(), key=lambda each: each.name)
            if each.isfile()
        ]


def _read_addon(checkout: Path):
    paths = sorted(path for path in (checkout / ADDON).rglob("*") if path.is_file())
    files = [
        (path.relative_to(checkout).as_posix(), FILE_MODE, path.read_bytes())
        for path in paths
    ]
    licence = (checkout / "LICENSE").read_bytes()
    return [*files, (f"{ADDON}/LICENSE", FILE_MODE, licence)]


def _write_zip(path: Path, files, moment: int) -> None:
    # a zip knows no date before 1980
    date = _date(max(moment, 315_532_800))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, mode, content in files:
            entry = zipfile.ZipInfo(name, date)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, content)


def _date(moment: int):
    return time.gmtime(moment)[:6]


def _write_tar(path: Path, files, moment: int) -> None:
    with (
        path.open("wb") as out,
        gzip.GzipFile("", "wb", 9, out, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, mode, content in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(content), mode, moment
            archive.addfile(entry, io.BytesIO(content))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist")))
