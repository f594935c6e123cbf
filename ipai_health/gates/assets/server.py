"""The Odoo that the gate is pointed at, and the PostgreSQL behind it."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...core.odoo_conf import layers, libpq
from ...core.odoo_conf.options import MEASURED_SERIES
from ...core.odoo_conf.settings import Settings
from ...core.redact import redact
from ..errors import CannotLook
from ..text_file import read_text
from .throwaway import Program, ThrowAway, environment

CONF = "odoo.conf"


@dataclass(frozen=True)
class Server:
    """How to run Odoo: its program, addons path and database server.

    What ``connection`` does not say is left to libpq: PGHOST, PGUSER and their kin.
    """

    program: Sequence[str]
    addons_path: Sequence[str]
    connection: dict[str, str] = field(default_factory=dict)

    def install(self, place: ThrowAway, modules: Sequence[str]) -> Program:
        """Install ``modules`` into the throw-away database."""
        words = ["-i", ",".join(modules), "--without-demo=True", "--stop-after-init"]
        return self._run(place, words)

    def shell(self, place: ThrowAway, script: str) -> Program:
        """Run ``script`` with ``env`` of the throw-away database."""
        return self._run(place, [], "shell", script)

    def _run(
        self,
        place: ThrowAway,
        words: Sequence[str],
        command: str = "",
        script: str = "",
    ) -> Program:
        conf = place.folder / CONF
        conf.write_text(self._conf(place), "utf-8")
        line = [*self.program, *([command] if command else []), "-c", str(conf)]
        line += ["-d", place.name, "--no-http", *words]
        variables = environment(self.connection.get("password"))
        return place.run(line, variables, script)

    def _conf(self, place: ThrowAway) -> str:
        options = {
            "addons_path": ",".join(self.addons_path),
            "data_dir": str(place.folder / "data"),
            "list_db": "False",
            "max_cron_threads": "0",
        }
        for option, word in libpq.WORDS.items():
            # the password goes by the environment, not into a file
            if option != "db_password" and (value := self.connection.get(word)):
                options[option] = value
        lines = (f"{name} = {value}" for name, value in options.items())
        return "\n".join(["[options]", *lines, ""])


def program(named: str | None) -> list[str]:
    """Return the command line of Odoo. Raises ``CannotLook`` where there is none."""
    if named:
        words = shlex.split(named)
        if not words or not shutil.which(words[0]):
            raise CannotLook(f"--odoo {named}: there is no such program")
        return words
    for name in ("odoo", "odoo-bin"):
        if found := shutil.which(name):
            return [found]
    if find_spec("odoo.cli") if find_spec("odoo") else None:
        return [sys.executable, "-m", "odoo"]
    raise CannotLook("there is no program odoo here; name it with --odoo")


def settings(conf: str | None) -> Settings | None:
    """Return what odoo.conf says. Raises ``CannotLook``."""
    if not conf:
        return None
    return layers.load(
        read_text(Path(conf)),
        label=Path(conf).name,
        file=conf,
        series=MEASURED_SERIES,
        environment={},
        arguments=[],
    )


def connection(conf: Settings | None) -> dict[str, str]:
    """Return what odoo.conf says about PostgreSQL, in libpq's words."""
    return libpq.connection(conf) if conf else {}


def reachable(found: dict[str, str]) -> None:
    """Raise ``CannotLook`` unless PostgreSQL takes us."""
    import psycopg2

    try:
        words: dict[str, Any] = {"dbname": "postgres", "connect_timeout": 5, **found}
        psycopg2.connect(**words).close()
    except psycopg2.Error as error:
        reason = redact(str(error).strip().partition("\n")[0])
        raise CannotLook(f"no PostgreSQL for a throw-away database: {reason}") from None


def addons_path(given: str | None, conf: Settings | None) -> list[str]:
    """Return the folders with addons. Raises ``CannotLook`` for one that is none."""
    entries = given.split(",") if given else (conf["addons_path"].value if conf else [])
    folders = [Path(entry.strip()).expanduser() for entry in entries if entry.strip()]
    for folder in folders:
        if not folder.is_dir():
            raise CannotLook(f"addons path {folder}: no such folder")
    if not folders:
        raise CannotLook("which addons? Give --addons-path, or --conf with one")
    return [str(folder.resolve()) for folder in folders]
