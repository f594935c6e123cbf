"""A second PostgreSQL with the data of the first, to fail over to."""

import subprocess

from sandbox import postgres


def copy(site, folder):
    """Return a server, not started, on a copy of the data of the site's."""
    origin = site.instance.postgres
    other = postgres.EmbeddedPostgres(folder, settings=origin.settings)
    other.port = postgres.processes.free_port()
    other.password = origin.password
    origin.stop()
    try:
        subprocess.run(["rm", "-rf", other.data], check=True)
        subprocess.run(["cp", "-a", origin.data, other.data], check=True)
    finally:
        origin.start()
    return other


def switch(site, other):
    """Lead Odoo to the server ``other`` from now on."""
    site.link.target = (other.host, other.port)
    site.link.cut()


def folder_of(site, name):
    """Return a folder for a copy."""
    return site.instance.folder / name
