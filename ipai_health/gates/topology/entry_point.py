"""What the entry point of Docker's own image of Odoo gives to Odoo.

It puts ``--db_host`` and its kin after all arguments, from its environment, unless the
file has them: https://github.com/odoo/docker, entrypoint.sh. Until May 2026 it passed
on what the file has, and heeded no ``PGHOST`` and its kin; since then it gives nothing
where either speaks (pull request 573). A tag such as 19.0 may be either: where the two
differ, nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...core.finding import Finding
from ...core.odoo_conf import layers
from ...core.odoo_conf.blemishes import placeholder
from ...core.odoo_conf.settings import DEFAULT, ENVIRONMENT, FILE, Settings
from ...core.odoo_conf.values import Unreadable, parse
from ..composition.roles import CONF_FOLDER, is_official_odoo
from ..composition.service import Service
from .conf import CONF_NAMES, RC, named_conf
from .dockerfiles import base_of, dockerfile

ENTRY_POINT = "the entry point of the image"

VARIABLES = {
    "db_host": ("HOST", "DB_PORT_5432_TCP_ADDR"),
    "db_port": ("PORT", "DB_PORT_5432_TCP_PORT"),
    "db_user": ("USER", "DB_ENV_POSTGRES_USER", "POSTGRES_USER"),
}
"""By option; the first variable that has a value wins. The password is left out."""
_PASSED_OVER = {"db_host": "PGHOST", "db_port": "PGPORT", "db_user": "PGUSER"}
"""By option; where these are set, only the older entry point gives anything."""
_DEFAULTS = {"db_host": "db", "db_port": "5432", "db_user": "odoo"}
_FILE = "/entrypoint.sh"
_IMAGES_OWN = f"{CONF_FOLDER}/{CONF_NAMES[0]}"
"""The file it looks into unless ODOO_RC names another."""
_ENV = re.compile(r"^[ \t]*ENV[ \t]([^\n]*)", re.M | re.I)
_ENTRY = re.compile(r"^[ \t]*(?:ENTRYPOINT|CMD)\b", re.M | re.I)

_COPIED = re.compile(
    r"^[ \t]*(?:COPY|ADD|RUN)\b[^\n]*(?<![\w-])entrypoint\.sh", re.M | re.I
)
"""What puts a file of that name into an image."""


@dataclass(frozen=True)
class Given:
    """A value that it gives, and the variable that says so: none for its default."""

    text: str
    variable: str = ""
    sure: bool = True
    """False where the older and the newer entry point may differ."""
    reads_conf: bool = True
    """False where it looks into another file than Odoo."""


def has_own(service: Service) -> bool:
    """Tell whether its Dockerfile says what is started."""
    return bool(_ENTRY.search(dockerfile(service)))


def given(odoo: Service) -> dict[str, Given]:
    """Return the options that the entry point of ``odoo`` gives unless the file has
    them, none if it is another entry point.

    What no file here tells is a variable, such as ``${HOST}``.
    """
    if not _is_used(odoo):
        return {}
    in_image = set(re.findall(r"\w+", " ".join(_ENV.findall(dockerfile(odoo)))))
    looked_into = odoo.variable(RC) or _IMAGES_OWN
    reads_conf = named_conf(odoo) in ("", looked_into)
    found = {}
    for option, names in VARIABLES.items():
        passed_over = _PASSED_OVER[option]
        sure = passed_over not in odoo.variables and passed_over not in in_image
        variable, text = _value(odoo, option, not in_image.isdisjoint(names))
        found[option] = Given(text, variable, sure and reads_conf, reads_conf)
    return found


def lay_over(settings: Settings, text: str, given: Mapping[str, Given]) -> None:
    """Lay what is ``given`` over ``settings``, those of a file with this ``text``.

    Where versions of the image differ, the setting becomes one that is not known.
    """
    for option, one in given.items():
        own = settings[option]
        stands = one.reads_conf and _stands_in(text, option)
        if stands and own.source in (FILE, DEFAULT):
            continue
        table = settings.table.options
        entry = settings.text.entries.get(option) if stands else None
        passed = layers.setting(
            table[option], option, entry.value if entry else one.text, ENTRY_POINT
        )
        heeded = own.source.startswith(ENVIRONMENT)  # by the newer: PGHOST and its kin
        if one.sure and not stands and not heeded:
            settings.values[option] = passed
        elif not passed.known or passed.value != own.value:
            settings.values[option] = replace(own, value=None, known=False)


def refusals(settings: Settings, given: Mapping[str, Given]) -> Iterator[Finding]:
    """Yield a finding for every value that is laid over and that Odoo refuses."""
    for option, one in given.items():
        if settings[option].source != ENTRY_POINT or placeholder(one.text):
            continue
        try:
            parse(settings.table.options[option], one.text)
        except Unreadable as error:
            message = f"{option} has to be {error}: {one.variable} is {one.text}."
            yield settings.finding("option-invalid", option, message)


def _stands_in(text: str, option: str) -> bool:
    return bool(re.search(rf"^[ \t]*{option}[ \t]*=", text, re.M))


def _is_used(odoo: Service) -> bool:
    if odoo.listed("entrypoint") or _is_replaced(odoo):
        return False
    if not is_official_odoo(odoo) and (base_of(odoo) != "odoo" or has_own(odoo)):
        return False
    first, second, *_rest = [*map(str, odoo.listed("command")), "odoo", "", ""][:3]
    return first.startswith("-") or (first == "odoo" and second != "scaffold")


def _is_replaced(odoo: Service) -> bool:
    """Tell whether a mount or the Dockerfile puts another file in its place."""
    targets = (str(mount["target"]) for mount in odoo.mounts)
    return _FILE in targets or bool(_COPIED.search(dockerfile(odoo)))


def _value(odoo: Service, option: str, is_in_image: bool) -> tuple[str, str]:
    """Return the variable that gives ``option``, if one does, and the value."""
    variables = odoo.variables
    for name in VARIABLES[option]:
        value = variables.get(name)
        if value is not None and str(value):
            return name, str(value)
    if is_in_image or odoo.has_hidden_variables or not odoo.complete:
        return "", f"${{{VARIABLES[option][0]}}}"
    return "", _DEFAULTS[option]
