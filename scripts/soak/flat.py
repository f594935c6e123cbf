"""Judges whether what a server holds stays the same through the night."""

from dataclasses import dataclass, replace
from statistics import median

HOUR = 3600.0
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Bound:
    """How much a quantity may rise: ``slack`` once, ``hourly`` with the time."""

    slack: float
    hourly: float
    unit: float
    name: str
    reason: str

    def allowed(self, seconds):
        """Return the greatest rise that is still flat over ``seconds``."""
        return self.slack + self.hourly * seconds / HOUR


BOUNDS = {
    "memory": Bound(
        *(160 * MEGABYTE, 6 * MEGABYTE, MEGABYTE, "MB"),
        "each of four workers has its registry (40 MB) or, just started, not yet",
    ),
    "largest": Bound(
        *(30 * MEGABYTE, 6 * MEGABYTE, MEGABYTE, "MB"),
        "the process that holds most: pages and bundles it has not yet built",
    ),
    "descriptors": Bound(12, 0, 1, "", "a worker's two connections and its log, twice"),
    "threads": Bound(6, 0, 1, "", "requests that are under way at that moment"),
    "connections": Bound(8, 0, 1, "", "Odoo's pool, as many as requests at a time"),
    "database": Bound(
        *(8 * MEGABYTE, 16 * MEGABYTE, MEGABYTE, "MB"),
        "rows of runs, repairs and clicks, and the dead ones until PostgreSQL cleans",
    ),
    "log": Bound(
        *(20_000, 400_000, 1000, "kB"),
        "two lines for each scheduled action and each recycled worker; 0 for a probe",
    ),
    "sessions": Bound(
        *(2, 12, 1, ""),
        "the check http opens the login page six times an hour, as a visitor does",
    ),
}
"""By quantity. Faults bring lines and rows of their own: only calm weather counts."""


@dataclass(frozen=True)
class Rise:
    """How one quantity went: the median of the first and of the last third."""

    quantity: str
    first: float
    last: float
    allowed: float

    @property
    def flat(self):
        """Tell whether it rose no more than is allowed."""
        return self.last - self.first <= self.allowed

    def line(self):
        """Return one line for people."""
        bound = BOUNDS[self.quantity]
        first, last, most = (
            round(each / bound.unit, 1)
            for each in (self.first, self.last, self.first + self.allowed)
        )
        word = "flat " if self.flat else "GREW "
        return f"{word} {self.quantity:12} {first} -> {last} {bound.name} (most {most})"


def rises(samples, spells, logins=0):
    """Return the :class:`Rise` of every quantity over the calm ``samples``.

    :param logins: how often users logged in meanwhile: each is a session file
    """
    calm = list(_calm(samples, spells))
    # the first samples see caches being filled; judging starts with the second tenth
    warm = calm[len(calm) // 10 :]
    third = max(len(warm) // 3, 1)
    first, last = warm[:third], warm[-third:]
    seconds = _middle(last, "moment") - _middle(first, "moment")
    return [
        Rise(
            quantity,
            _middle(first, quantity),
            _middle(last, quantity),
            bound.allowed(seconds) + logins * (quantity == "sessions"),
        )
        for quantity, bound in BOUNDS.items()
    ]


def _calm(samples, spells):
    """Yield the samples of calm weather, with as much log as that weather wrote."""
    log, before = 0, None
    for sample in samples:
        if any(spell.touches(sample.moment, sample.moment) for spell in spells):
            before = None
            continue
        if before is not None:
            log += sample.log - before.log
        before = sample
        yield replace(sample, log=log)


def _middle(samples, quantity):
    return median(getattr(each, quantity) for each in samples)
