"""``modules``: manifests, dependencies, files; ship list = install list."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from ..core.odoo_conf import layers
from ..core.odoo_conf.options import MEASURED_SERIES
from ..core.report import Report
from . import series_option
from .addons import core, dependencies, files, lists, lists_judge, requirements, series
from .addons.lists_judge import INSTALL, SHIP
from .addons.scan import scan
from .db import connection
from .discovery import announce
from .errors import CannotLook
from .text_file import read_text

USUAL = ("addons", "custom_addons", "custom-addons", "extra-addons", "odoo/custom/src")
"""Where a repository keeps its modules, when not in its root."""
INSTALLED = (
    "SELECT name FROM ir_module_module AS module "
    "WHERE state IN ('installed', 'to upgrade') "
    # to_jsonb, because only base_import_module adds the column
    "AND (to_jsonb(module) ->> 'imported') IS DISTINCT FROM 'true'"
)

PATIENCE = 10.0
"""Seconds for the database that is asked for the install list."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders and the lists."""
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="with the modules to look at"
    )
    parser.add_argument("--addons-path", metavar="P,P", help="the same, as Odoo has it")
    parser.add_argument("--conf", metavar="odoo.conf", help="take addons_path from it")
    parser.add_argument(
        "--require",
        metavar="M,M",
        action="append",
        default=[],
        help="modules that must be there; repeatable",
    )
    parser.add_argument(
        "--ship-list",
        metavar="FILE",
        help="modules that are shipped: lines, commas, or a shell script",
    )
    parser.add_argument(
        "--install-list",
        metavar="FILE|DSN",
        help="modules that are installed: the same, or the database to ask",
    )
    series_option.add(parser)
    # whether somebody asked for it: modules all of another series are for another Odoo
    parser.set_defaults(series=None)


def run(options: argparse.Namespace) -> Report:
    """Look at every module of the addons path."""
    report = Report("modules")
    release = options.series or MEASURED_SERIES
    paths = _existing(_paths(options, release), report)
    found = scan(paths, release)
    if not options.series:
        series.settle(found, release)
    required = _required(options.require)
    known = {*found.modules, *found.broken}
    named = {
        side: _listed(source, known)
        for side, source in ((SHIP, options.ship_list), (INSTALL, options.install_list))
        if source
    }
    own = core.modules(release)
    unseen = _core_besides(own, found.modules)
    if not found.inspected:
        folders = ", ".join(map(str, paths))
        raise CannotLook(f"no module in {folders}")
    report.inspected = found.inspected
    report.findings = [
        *found.findings,
        *dependencies.judge(found, unseen),
        *(
            finding
            for module in found.modules.values()
            if module.installable
            for finding in (
                *files.judge(module, found.modules),
                *requirements.judge(module),
            )
        ),
        *lists_judge.judge(named, found, own),
        *lists_judge.judge_required(required, found, unseen),
        *series.judge(found, required),
    ]
    return report


def _core_besides(own: Collection[str], modules: Collection[str]) -> Collection[str]:
    """Return Odoo's own modules, none when its folders are part of the path."""
    return () if "base" in modules and "web" in modules else own


def _required(texts: list[str]) -> list[str]:
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _paths(options: argparse.Namespace, release: str) -> list[Path]:
    named = [*options.folders, *(options.addons_path or "").split(",")]
    paths = [Path(one.strip()).expanduser() for one in named if one.strip()]
    if options.conf:
        text = read_text(Path(options.conf))
        settings = layers.load(text, file=options.conf, series=release)
        inside = map(Path, settings["addons_path"].value or ())
        # it may speak of a container; what is not here is Odoo's own, or not ours
        paths += [path for path in inside if path.is_dir()]
    if paths or options.conf:
        return list(dict.fromkeys(paths))
    for usual in (*USUAL, "."):
        if any(Path(usual).glob("*/__manifest__.py")):
            announce(Path(usual))
            return [Path(usual)]
    raise CannotLook("no modules in addons/ or here; name a folder: --addons-path")


def _existing(paths: list[Path], report: Report) -> list[Path]:
    """Return the folders that are there; the others could not be looked at."""
    existing = []
    for path in paths:
        if path.is_dir():
            existing.append(path)
        else:
            report.blind.append(f"{path}: no such folder")
    if not existing:
        raise CannotLook(
            report.blind[0] if report.blind else "no folder of addons_path is here"
        )
    return existing


def _listed(source: str, known: Collection[str]) -> list[str]:
    """Return the modules of a list file, or those installed in a database."""
    if "://" in source or "dbname=" in source:
        return _installed(source)
    found = lists.modules_in(read_text(Path(source)), known)
    if not found:
        raise CannotLook(f"{source}: lists no module")
    return found


def _installed(dsn: str) -> list[str]:
    try:
        with connection.connect(dsn, PATIENCE) as asked:
            return [name for (name,) in asked.rows(INSTALLED)]
    except (connection.Unreachable, connection.Refused) as reason:
        raise CannotLook(f"--install-list: {reason}") from None
