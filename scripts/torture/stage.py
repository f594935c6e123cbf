"""A PostgreSQL of its own, the template in it, and one served site: for long proofs."""

import contextlib

from . import ground, workshop


@contextlib.contextmanager
def site(folder, mode, options=None):
    """Give a :class:`site.TortureSite` with the addon as it is now, looked at once
    and in good health.

    :param options: of odoo.conf, beside those of the ground
    """
    others = ground.Others(options=options or {})
    with (
        workshop.opened(folder) as made,
        ground.served(made, folder / mode, mode, others) as served,
    ):
        yield served
