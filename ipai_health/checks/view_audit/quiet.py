"""Keeps Odoo's validators from logging while this thread looks."""

import contextlib
import logging
import threading

TALKATIVE = (
    "odoo.addons.base.models.ir_ui_view",
    "odoo.tools.view_validation",
    "odoo.tools.template_inheritance",
    "odoo.addons.base.models.ir_qweb",
    "odoo.fields",
    "py.warnings",
)


@contextlib.contextmanager
def quiet():
    """Drop what the validators log in this thread; other threads are not touched."""
    own = threading.get_ident()

    def is_foreign(record):
        return record.thread != own or record.levelno < logging.WARNING

    loggers = [logging.getLogger(name) for name in TALKATIVE]
    for logger in loggers:
        logger.addFilter(is_foreign)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(is_foreign)
