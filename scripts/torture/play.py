"""One fault from its injection to the way back, and what was seen."""

import time
from dataclasses import asdict, dataclass, field

from sandbox import processes

from .judge import EVERY_WORKER, details_text, judge

WAY_BACK = 10.0
"""Seconds within which the probe must be right after a repair."""

BEAT = 35.0
"""Seconds over that for what a node's own checks found: they look with its next sign
of life, every 15 s, and a busy machine takes its time."""

ANSWER = 2.0
"""Seconds within which each answer is promised, and a moment for a busy machine."""
SLACK = 1.0


@dataclass
class Result:
    """What became of one fault in one kind of server; all times in seconds."""

    name: str
    mode: str
    complaints: list[str] = field(default_factory=list)
    noticed: float = 0.0
    healed: float = 0.0
    slowest: float = 0.0
    seconds: float = 0.0

    @property
    def right(self):
        """Tell whether everything promised came true."""
        return not self.complaints

    def line(self):
        """Return the one line of this result."""
        word = "right" if self.right else "WRONG"
        figures = (
            f"noticed {self.noticed:.1f} s, healed {self.healed:.1f} s, "
            f"{self.seconds:.0f} s in all"
        )
        text = f"{word}  {self.mode:8}  {self.name:32}  {figures}"
        return "\n       ".join([text, *self.complaints])

    def as_dict(self):
        """Return it as kept in the file of results."""
        return asdict(self)


def play(site, faults, name, mode) -> Result:
    """Inject ``faults`` one after the other, judge, heal them, judge again."""
    result = Result(name, mode)
    started = time.monotonic()
    kept = []
    try:
        for fault in faults:
            fault.prepare(site)
        site.slowest = 0.0
        _inject(site, faults, kept)
        judge(site, faults, result)
    except Exception as error:  # noqa: BLE001  the other faults are to be played too
        result.complaints.append(f"{type(error).__name__}: {error}")
    try:
        _heal(site, kept, result)
        for fault in reversed(faults):
            fault.clean(site)
    except Exception as error:  # noqa: BLE001  as above; the site is not used again
        result.complaints.append(f"not healed: {type(error).__name__}: {error}")
    result.seconds = time.monotonic() - started
    return result


def _inject(site, faults, kept):
    """Break, and let one self-check see all of it, as long as it can look."""
    if not any(fault.rule for fault in faults):
        time.sleep(EVERY_WORKER)  # another worker may remember the fault before
    for fault in faults:
        if fault.hides:
            _look(site, kept)
        kept.append((fault, fault.inject(site)))
    if not any(fault.hides for fault in faults):
        _look(site, kept)


def _look(site, kept):
    if any(fault.stored for fault, _what in kept):
        site.look()


def _heal(site, kept, result):
    """Repair, the last first; then one look for what is stored, and all must be well
    in time, with nothing left behind.
    """
    for fault, what in reversed(kept):
        fault.repair(site, what)
        if fault.hides and not processes.wait_until(
            lambda: site.code("/ipai/health/ready") == 200, WAY_BACK, 0.1
        ):
            result.complaints.append("not ready again after 10 s")
    failed = any(fault.hides for fault, _what in kept) and site.run_failed_actions()
    looked = failed or any(fault.stored or fault.command for fault, _what in kept)
    by_node = any(fault.command or fault.patience > WAY_BACK for fault, _what in kept)
    if looked:
        site.look()
    for words in {fault.command for fault, _what in kept if fault.command}:
        if still := site.look_by_command(*words):
            result.complaints.append(f"odoo health still says {still}")
    started = time.monotonic()
    if site.wait_for_pass(WAY_BACK + by_node * BEAT) is None:
        found = sorted(site.open_findings())
        result.complaints.append(f"no way back: {found} {details_text(site)[:800]}")
    result.healed = time.monotonic() - started
    result.slowest = site.slowest
    if result.slowest > ANSWER + SLACK:
        result.complaints.append(f"an answer took {result.slowest:.1f} s")
    if looked and not processes.wait_until(
        lambda: not site.open_findings(), by_node * BEAT, 0.5
    ):
        result.complaints.append(f"left behind: {sorted(site.open_findings())}")
