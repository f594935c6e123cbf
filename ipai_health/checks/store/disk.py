"""The volume that holds the filestore, as this node sees it."""

import os
import tempfile

from ...core import thresholds


def nearest_folder(path):
    """Return ``path`` or what exists above it: Odoo makes the rest when it needs it."""
    while not os.path.lexists(path):
        path = os.path.dirname(path)
    return path


def why_unwritable(folder):
    """Return why no file can be written in ``folder``, or ``None``.

    The file has no name where the system allows that, so nothing is left behind.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return None


def space(folder):
    """Return free and total bytes, and free and total files, of the volume."""
    volume = os.statvfs(folder)
    return (
        volume.f_bavail * volume.f_frsize,
        volume.f_blocks * volume.f_frsize,
        volume.f_favail,
        volume.f_files,
    )


def bytes_are_low(free, total, share=None):
    """Tell whether ``free`` of ``total`` bytes are too few.

    :param share: percent that an administrator wants free, whatever the size
    """
    if share:
        return 100 * free < total * share
    wanted = min(total * thresholds.SPACE_PERCENT / 100, thresholds.SPACE_ENOUGH)
    return free < max(wanted, thresholds.SPACE_BYTES)


def files_are_low(free, total, share=None):
    """Tell whether ``free`` of ``total`` files are too few; some volumes have no
    limit and say 0.
    """
    return total > 0 and 100 * free < total * (share or thresholds.SPACE_PERCENT)
