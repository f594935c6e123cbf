"""A PostgreSQL of its own, the template in it, and one served site: for long proofs."""

import contextlib

from . import ground


@contextlib.contextmanager
def site(folder, mode, options=None):
    """Give a :class:`ground.TortureSite` with the addon as it is now, looked at once
    and in good health.

    :param options: of odoo.conf, beside those of the ground
    """
    others = ground.Others(options=options or {})
    with (
        ground.workshop(folder) as workshop,
        ground.served(workshop, folder / mode, mode, others) as served,
    ):
        yield served
