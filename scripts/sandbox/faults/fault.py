"""What one fault consists of."""

from collections.abc import Callable
from dataclasses import dataclass


def _login(_site):
    return "/web/login"


def _anything(_site):
    return ""


def _nothing(_site):
    return None


@dataclass(frozen=True)
class Fault:
    """One way to break a served database.

    ``inject(site)`` breaks it and returns what ``repair(site, that)`` needs to heal
    it. ``page(site)`` gives the path a user asks for. ``stored`` tells that a
    self-check has to look before the probe can know; ``rule`` is what must be named,
    empty where silence is right, and ``subject(site)`` is what it must be named about
    or, where nothing is stored, what the message must hold. ``health``, ``ready`` and
    ``live`` are the codes that ``/ipai/health`` and its paths must then answer.

    ``command`` are the words with which ``odoo health`` must name it, for what a node's
    own checks look at every five minutes.

    ``hides`` tells that the database cannot be read meanwhile, so that what is stored
    there is not to be seen. ``alone`` tells that it cannot be paired with another.
    ``needs(site)`` says in words what is missing here for it; ``modes`` are the kinds
    of server it makes sense in. ``patience`` are the seconds after which the probe
    must have noticed; noticing the repair never takes more than ten.

    ``breaks`` names the one thing that is broken, a bundle or a view: whatever breaks
    the same is no pair with it, since of two faults of one thing the worse is told.

    ``also`` are rules that may rightly be told beside it: users meet those too.

    ``prepare(site)`` brings a healthy site into the state that the fault needs, such as
    a server whose clock can be changed, and ``clean(site)`` brings it back after all
    was judged.
    """

    title: str
    rule: str
    inject: Callable
    repair: Callable
    stored: bool
    health: int
    ready: int
    page: Callable = _login
    subject: Callable = _anything
    live: int = 200
    command: tuple[str, ...] = ()
    hides: bool = False
    alone: bool = False
    needs: Callable = _anything
    modes: tuple[str, ...] = ("threaded", "prefork", "gevent")
    patience: float = 10.0
    breaks: str = ""
    also: tuple[str, ...] = ()
    prepare: Callable = _nothing
    clean: Callable = _nothing
