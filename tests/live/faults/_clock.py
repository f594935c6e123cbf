"""A server whose clock can be changed while it runs."""

from sandbox import clock


def needs(_site):
    """Say in words what is missing here."""
    return "" if clock.library() else "needs the package faketime"


def prepare(site):
    """Let the server's clock follow a file; all is well while that says nothing."""
    _set(site, "+0s")
    site.restart(environment=clock.environment(_file(site), site.instance.source))


def clean(site):
    """Let the server have the clock of the machine again."""
    site.restart()


def jumping(shift):
    """Return what breaks and heals a clock that jumps by ``shift``, as in ``+1d``."""

    def inject(site):
        _set(site, shift)

    def repair(site, _kept):
        _set(site, "+0s")

    return {
        "inject": inject,
        "repair": repair,
        "prepare": prepare,
        "clean": clean,
        "needs": needs,
    }


def _file(site):
    return site.instance.folder / "clock"


def _set(site, shift):
    _file(site).write_text(f"{shift}\n")
