"""Judges every answer of the night against the weather it was given in."""

from dataclasses import dataclass, field

from . import spells
from .answers import LOST

IN_TIME = 2.0
"""Seconds within which each answer is promised."""

ONE_LOOK = 1.5
"""Seconds more where PostgreSQL is silent: the promise counts from when a worker takes
the request, and in prefork it may wait until a worker is done with its own look."""

SHOWN = 12
"""Complaints of one kind that are told in full."""


@dataclass
class Judgement:
    """What came out: how many answers, how late the latest, and what was wrong."""

    answers: int = 0
    clicks: int = 0
    slowest: float = 0.0
    wrong: int = 0
    late: int = 0
    failed_clicks: int = 0
    complaints: list = field(default_factory=list)

    @property
    def right(self):
        """Tell whether nothing was wrong, late or failed."""
        return not (self.wrong or self.late or self.failed_clicks)

    def complain(self, number, kind, answer, spell):
        """Keep the first complaints of a kind."""
        if number <= SHOWN:
            weather = spell.name if spell else "calm"
            self.complaints.append(
                f"{kind} at {answer.moment:.1f} in {weather}: {answer.what} answered "
                f"{answer.code} {answer.word} after {answer.seconds:.2f} s"
            )


def judge(answers, weather):
    """Return the :class:`Judgement` of probes ``answers`` in the spells ``weather``."""
    result = Judgement()
    for answer in answers:
        spell = spells.around(weather, answer)
        result.answers += 1
        result.slowest = max(result.slowest, answer.seconds)
        if not is_right(answer, spell):
            result.wrong += 1
            result.complain(result.wrong, "wrong", answer, spell)
        if answer.seconds > deadline(spell):
            result.late += 1
            result.complain(result.late, "late", answer, spell)
    return result


def is_right(answer, spell):
    """Tell whether ``answer`` tells the truth of ``spell``."""
    if answer.code == LOST:
        return spell is not None and spell.loses and answer.moment < spell.settled
    if answer.what == "live":
        return (answer.code, answer.word) == (200, "pass")
    told = {
        (word, health) if answer.what == "health" else (word_of_ready(ready), ready)
        for word, health, ready in spells.right_states(spell, answer)
    }
    return (answer.word, answer.code) in told


def word_of_ready(code):
    """Return the word that goes with the code of ``/ready``."""
    return "pass" if code == 200 else "fail"


def deadline(spell):
    """Return the seconds within which an answer is promised in ``spell``."""
    return IN_TIME + ONE_LOOK * (spell is not None and spell.silent)


def judge_clicks(clicks, weather, result):
    """Add to ``result`` what users met: in calm weather no click may fail."""
    for click in clicks:
        spell = spells.around(weather, click)
        result.clicks += 1
        if click.code != 200 and spell is None:
            result.failed_clicks += 1
            result.complain(result.failed_clicks, "failed click", click, spell)
    return result
