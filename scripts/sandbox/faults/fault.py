"""What one fault consists of."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One way to break a served database.

    ``inject(site)`` breaks it and returns what ``repair(site, that)`` needs to heal
    it. ``page(site)`` gives the path a user asks for. ``stored`` tells that a
    self-check has to look before the probe can know; ``rule`` is what must be named;
    ``health`` and ``ready`` are the codes that ``/ipai/health`` and its ``/ready``
    must then answer.
    """

    title: str
    rule: str
    inject: Callable
    repair: Callable
    page: Callable
    stored: bool
    health: int
    ready: int
