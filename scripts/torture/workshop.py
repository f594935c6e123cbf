"""Where the template of all sites that are broken is made: its PostgreSQL and files."""

import contextlib
import shutil

from sandbox import odoo_source, templates
from sandbox.faults import module_without_folder
from sandbox.instance import Instance
from sandbox.paths import ROOT
from sandbox.postgres import EmbeddedPostgres

BOOKCASE = "sandbox_bookcase"
BASE = "template_base"
TEMPLATE = "template_torture"

CONNECTIONS = 60
"""What PostgreSQL gives: few, so that taking them all takes no time."""


@contextlib.contextmanager
def opened(folder):
    """Give an instance with a PostgreSQL of its own below ``folder``, which may be
    broken, and a template: the addon as it is now and the two modules of the faults.
    """
    settings = {"max_connections": str(CONNECTIONS)}
    server = EmbeddedPostgres(folder / "postgres", settings=settings).start()
    try:
        plain = basic(server, folder)
        templates.ensure(plain, BASE, templates.BASE)
        addons = folder / "addons"
        write_modules(addons)
        helper = Instance(
            plain.source, server, plain.folder / "torture", addons=(ROOT, addons)
        )
        templates.clone(helper, BASE, TEMPLATE, plain)
        helper.install(TEMPLATE, ["ipai_health", BOOKCASE])
        for name in (BASE, TEMPLATE):
            # Odoo runs the scheduled actions of whatever database it can enter
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        yield helper
    finally:
        server.stop()


def basic(server, folder):
    """Return the instance that has the files of the template without any addon."""
    return Instance(odoo_source.find(), server, folder / "workshop")


def write_modules(addons):
    """Write the modules that faults break into the addons path ``addons``."""
    shutil.rmtree(addons, ignore_errors=True)
    module_without_folder.write_module(addons)
    shutil.copytree(ROOT / "tests" / "live" / "addons" / BOOKCASE, addons / BOOKCASE)
