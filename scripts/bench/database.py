"""The database that a bench measures: the words that name it, and its environment."""

import argparse
import contextlib

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def parser(description: str) -> argparse.ArgumentParser:
    """Return a parser of the words that ``sandbox.big`` gives to each bench."""
    words = argparse.ArgumentParser(description=description.splitlines()[0])
    words.add_argument("-c", "--config", required=True)
    words.add_argument("-d", "--database", required=True)
    return words


@contextlib.contextmanager
def opened(options):
    """Yield the database's environment; what was not committed is rolled back."""
    config.parse_config(["-c", options.config, "-d", options.database])
    with Registry(options.database).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})
        cursor.rollback()
