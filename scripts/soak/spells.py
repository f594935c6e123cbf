"""Spells of bad weather: from when to when which verdict is right."""

from dataclasses import dataclass

SETTLE = 10.0
"""Seconds within which the probe must be right after a fault and after its repair: the
promise of the matrix of faults."""

CALM = ("pass", 200, 200)


@dataclass(frozen=True)
class Spell:
    """One fault: moments of its beginning, when it was in full, when its repair began
    and when that was done, in seconds since 1970; and the right answers in between.
    """

    name: str
    began: float
    full: float
    ending: float
    over: float
    word: str = "pass"
    health: int = 200
    ready: int = 200
    passing: tuple | None = None
    """What is right too while it comes and while it goes, as a :attr:`state`."""
    silent: bool = False
    """PostgreSQL does not answer at all: every look takes its whole patience."""
    loses: bool = False
    """Requests under way are lost at its beginning: a process is killed."""

    @property
    def state(self):
        """Return what is right while it lasts."""
        return self.word, self.health, self.ready

    @property
    def settled(self):
        """Return the moment from when on nothing but its verdict is right."""
        return self.full + SETTLE

    @property
    def past(self):
        """Return the moment from when on nothing but calm is right."""
        return self.over + SETTLE

    def touches(self, start, end):
        """Tell whether it was felt at some moment from ``start`` to ``end``."""
        return start < self.past and end > self.began

    def settled_at(self, start, end):
        """Tell whether all of ``start`` to ``end`` has its verdict only."""
        return self.settled < start and end < self.ending


def around(spells, answer):
    """Return the spell of ``spells`` that ``answer`` was given in, if any."""
    for spell in reversed(spells):
        if spell.touches(answer.moment, answer.end):
            return spell
    return None


def right_states(spell, answer):
    """Return every state that ``answer`` may rightly tell."""
    if spell is None:
        return {CALM}
    if spell.settled_at(answer.moment, answer.end):
        return {spell.state}
    return {CALM, spell.state, spell.passing or CALM}
