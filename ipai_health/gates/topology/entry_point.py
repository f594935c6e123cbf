"""What the entry point of Docker's own image of Odoo gives to Odoo.

It puts ``--db_host`` and its kin after all arguments, from its environment unless the
file has them: https://github.com/odoo/docker, entrypoint.sh.
"""

from __future__ import annotations

import re

from ..composition.roles import is_official_odoo
from ..composition.service import Service
from .dockerfiles import base_of, dockerfile

VARIABLES = {
    "db_host": ("HOST", "DB_PORT_5432_TCP_ADDR"),
    "db_port": ("PORT", "DB_PORT_5432_TCP_PORT"),
    "db_user": ("USER", "DB_ENV_POSTGRES_USER", "POSTGRES_USER"),
}
"""By option; the first variable that has a value wins. The password is left out."""
_DEFAULTS = {"db_host": "db", "db_port": "5432", "db_user": "odoo"}
_FILE = "/entrypoint.sh"
_ENTRY = re.compile(r"^[ \t]*(?:ENTRYPOINT|CMD)\b", re.M | re.I)

_COPIED = re.compile(
    r"^[ \t]*(?:COPY|ADD|RUN)\b[^\n]*(?<![\w-])entrypoint\.sh", re.M | re.I
)
"""What puts a file of that name into an image."""


def has_own(service: Service) -> bool:
    """Tell whether its Dockerfile says what is started."""
    return bool(_ENTRY.search(dockerfile(service)))


def given(odoo: Service) -> dict[str, str]:
    """Return the options that the entry point of ``odoo`` gives unless the file has
    them, none if it is another entry point.

    What no file here tells is a variable, such as ``${HOST}``.
    """
    if not _is_used(odoo):
        return {}
    return {option: _value(odoo, option) for option in VARIABLES}


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


def _value(odoo: Service, option: str) -> str:
    variables = odoo.variables
    for name in VARIABLES[option]:
        value = variables.get(name)
        if value is not None and str(value):
            return str(value)
    if odoo.has_hidden_variables:
        return f"${{{VARIABLES[option][0]}}}"
    return _DEFAULTS[option]
