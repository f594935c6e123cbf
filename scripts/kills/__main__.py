"""``make kills``: ``kill -9`` at 200 random moments, in slices that resume.

Prints a line for each kill and one for all; the same seed draws the same kills.
"""

import argparse
import sys

from sandbox.errors import SandboxError

from .runner import KINDS, Runner


def main(words=None) -> int:
    """Run one slice; return 0 when all kills are done and nothing was lost."""
    parser = argparse.ArgumentParser(prog="make kills", description=__doc__)
    add = parser.add_argument
    add("--kind", action="append", choices=tuple(KINDS), help="only these")
    add("--first", type=int, default=1, help="with --last: only a part of the 200")
    add("--last", type=int, default=200)
    add("--seed", type=int, default=19)
    add("--minutes", type=float, default=55.0, help="how long this slice may take")
    add("--fresh", action="store_true", help="forget earlier slices")
    return Runner(parser.parse_args(words)).run()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SandboxError as error:
        sys.exit(f"make kills: {error}")
