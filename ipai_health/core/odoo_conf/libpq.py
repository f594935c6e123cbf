"""How Odoo's options call what libpq connects with."""

from __future__ import annotations

from .settings import Settings

WORDS = {
    "db_host": "host",
    "db_port": "port",
    "db_user": "user",
    "db_password": "password",
    "db_sslmode": "sslmode",
}
"""Odoo's option and libpq's word."""


def connection(settings: Settings) -> dict[str, str]:
    """Return what ``settings`` say about PostgreSQL, in libpq's words; what nobody gave
    is left to libpq.
    """
    found = {word: settings[option] for option, word in WORDS.items()}
    return {
        word: str(one.value) for word, one in found.items() if one.is_set and one.value
    }
