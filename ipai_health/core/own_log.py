"""Our own lines of the log: foreign words in them never begin a line, nor act."""

from __future__ import annotations

import logging
import traceback

from .render.visible import visible


def own_logger(name: str) -> logging.Logger:
    """Return the logger ``name``; whatever it logs is one line, and below it, indented,
    the traceback: a name with a line break cannot forge a line.
    """
    logger = logging.getLogger(name)
    logger.addFilter(_harmless)
    return logger


def _harmless(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(map(_word, record.args))
    if record.exc_info and not record.exc_text:
        lines = "".join(traceback.format_exception(*record.exc_info)).splitlines()
        record.exc_text = "\n".join(map(_indented, lines))
    return True


def _word(value: object) -> object:
    return value if isinstance(value, (int, float)) else visible(str(value))


def _indented(line: str) -> str:
    depth = len(line) - len(line.lstrip(" "))
    return " " * (4 + depth) + visible(line)
