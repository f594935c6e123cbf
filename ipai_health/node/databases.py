"""Which databases a node tends."""

import re

from odoo import http, sql_db
from odoo.modules.registry import Registry
from odoo.service import db as db_service
from odoo.tools import config

FEW = 3
"""With this many databases or fewer their registries are worth loading for a look."""


def served():
    """Return the names of the databases that this server is there for, as its
    scheduled actions find them, but for those that dbfilter hides.

    Raises ``psycopg2.Error`` when they have to be asked for and PostgreSQL is away.
    """
    if config["db_name"]:
        return list(config["db_name"])
    names = db_service.list_dbs(force=True)
    dbfilter = config["dbfilter"]
    if not dbfilter or re.search(r"%[hd]", dbfilter):
        return names
    try:
        return http.db_filter(names, host="")
    except re.error:  # told by the check of the configuration
        return names


def within_reach(name, number):
    """Tell whether the registry of one of ``number`` databases may be used: it is
    loaded in this process, or they are few enough to load it.
    """
    return name in Registry.registries._values or number <= FEW


def parameters(name):
    """Return what Odoo itself would connect to ``name`` with."""
    _name, info = sql_db.connection_info_for(name)
    return {key: str(value) for key, value in info.items()}
