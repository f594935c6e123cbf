"""A PostgreSQL of its own, the template in it, and one served site: for long proofs."""

import contextlib

from sandbox import odoo_source, postgres, templates
from sandbox.instance import Instance

from . import ground

BASE = "template_base"


@contextlib.contextmanager
def site(folder, mode, options=None):
    """Give a :class:`ground.TortureSite` with the addon as it is now, looked at once
    and in good health.

    :param options: of odoo.conf, beside those of the ground
    """
    few = {"max_connections": str(ground.CONNECTIONS)}
    server = postgres.EmbeddedPostgres(folder / "postgres", settings=few).start()
    try:
        _hide(server, False)
        workshop = Instance(odoo_source.find(), server, folder / "workshop")
        base = templates.ensure(workshop, BASE, templates.BASE)
        origin = ground.template(workshop, base)
        _hide(server, True)
        with ground.served(origin, server, folder / mode, mode, options) as served:
            yield served
    finally:
        server.stop()


def _hide(server, hidden):
    """Let Odoo not see the templates: it would work off their scheduled actions."""
    for name in (BASE, ground.TEMPLATE):
        server.administer(
            "UPDATE pg_database SET datistemplate = %s WHERE datname = %s",
            [hidden, name],
        )
