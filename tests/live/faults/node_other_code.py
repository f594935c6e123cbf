"""A second node of the database runs other code."""

import shutil

from sandbox.faults.fault import Fault

from ._book import MODULE
from ._neighbour import start


def inject(site):
    folder = site.instance.folder / "other-addons"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.instance.addons[-1], folder)
    with (folder / MODULE / "models" / "book.py").open("a") as file:
        file.write("# a difference\n")
    return start(site, folder)


def repair(_site, server):
    """The node is taken away, and says goodbye."""
    server.stop()


FAULT = Fault(
    title="two nodes with different code",
    rule="node-code-drift",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    patience=60.0,
)
