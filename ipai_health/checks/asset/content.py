"""The bytes of a stored bundle: are they there, whole, and free of errors?"""

import hashlib
import os
import re
from stat import S_ISREG

from ...core.asset_marker import compile_errors
from ..store.files import ALTERED, MISSING, NEVER_WAITING, TRUNCATED

LOCAL_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
"""How Odoo names a file in its own filestore; other storages name them otherwise."""

SOUND = "sound"
ELSEWHERE = "elsewhere"


def kept_elsewhere(store_fname):
    """Tell whether an addon keeps the file outside the filestore."""
    return bool(store_fname) and not LOCAL_NAME.fullmatch(store_fname)


class Content:
    """Looks at the bytes of stored bundles.

    :param known: what the last look remembered, by attachment id as text; ``{}`` to
        read every file again
    """

    def __init__(self, env, known):
        self.env = env
        self.known = known
        self.remembered = {}

    def verdict(self, bundle):
        """Return the state of ``bundle``, its real size in bytes, and the compile
        errors that it carries as one text.
        """
        if not bundle.store_fname:
            return self._judge(bundle, self._from_database(bundle))
        if kept_elsewhere(bundle.store_fname):
            return ELSEWHERE, bundle.file_size, ""
        path = self.env["ir.attachment"]._full_path(bundle.store_fname)
        try:
            stat = os.stat(path)
            if not S_ISREG(stat.st_mode):
                return MISSING, 0, ""
            # the last one changes with the owner and the rights too
            stamp = [bundle.store_fname, stat.st_size, stat.st_ctime_ns]
            known = self.known.get(str(bundle.id))
            if known is None or known["stamp"] != stamp:
                with open(path, "rb", opener=_never_waiting) as file:
                    verdict = self._judge(bundle, file.read())
                known = {"stamp": stamp, "verdict": verdict}
        except OSError:
            return MISSING, 0, ""
        self.remembered[str(bundle.id)] = known
        return known["verdict"]

    def _from_database(self, bundle):
        attachment = self.env["ir.attachment"].browse(bundle.id)
        return attachment.with_context(bin_size=False).db_datas or b""

    def _judge(self, bundle, content):
        if len(content) != bundle.file_size:
            return TRUNCATED, len(content), ""
        if bundle.checksum and _sha1(content) != bundle.checksum:
            return ALTERED, len(content), ""
        return SOUND, len(content), "; ".join(compile_errors(content))


def _never_waiting(path, _flags):
    return os.open(path, NEVER_WAITING)


def _sha1(content):
    """Return the digest by which Odoo names its files."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
