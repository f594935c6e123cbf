"""Where the lines of a text are after it was changed."""

from difflib import SequenceMatcher


def moved(before: str, after: str, lines):
    """Yield the numbers of lines of ``after`` with what ``lines`` held for them in
    ``before``; a line that is new has what one above it has.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    origins = {}
    for start, target, size in matcher.get_matching_blocks():
        origins |= {target + i + 1: start + i + 1 for i in range(size)}
    above = None
    for line in range(1, len(new) + 1):
        here = lines.get(origins[line]) if line in origins else above
        if here is not None:
            yield line, here
            above = here
