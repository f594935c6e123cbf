"""A server whose clock can be changed while it runs."""

from sandbox import clock

from ._node import restart


def needs(_site):
    """Say in words what is missing here."""
    return "" if clock.library() else "needs the package faketime"


def prepare(site):
    """Let the server's clock follow a file; all is well while that says nothing."""
    _set(site, "+0s")
    site.restart(environment=clock.environment(_file(site), site.instance.source))


def jumping(shift):
    """Return everything but the title of a fault whose clock jumps by ``shift``, as in
    ``+1d``.
    """

    def inject(site):
        _set(site, shift)

    def repair(site, _kept):
        _set(site, "+0s")

    return {
        "rule": "node-clock-skew",
        "inject": inject,
        "repair": repair,
        "prepare": prepare,
        # with the clock of the machine again
        "clean": restart,
        "needs": needs,
        "stored": False,
        "health": 200,
        "ready": 200,
        "alone": True,
        # one sign of life and what follows from it, on a busy machine
        "patience": 45.0,
    }


def _file(site):
    return site.instance.folder / "clock"


def _set(site, shift):
    _file(site).write_text(f"{shift}\n")
