"""``make torture``: the matrix of faults in slices that resume.

Give its options as ``make torture ARGUMENTS="--mode gevent --minutes 11"``.
"""

import argparse
import sys

from .runner import Runner


def main(words=None) -> int:
    """Run one slice; return 0 when all of the matrix is done and right."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    add = parser.add_argument
    add("--mode", action="append", choices=("threaded", "prefork", "gevent"))
    add("--fault", action="append", metavar="NAME")
    add("--pairs", type=int, metavar="NUMBER", help="pairs a mode; 150, 10 and 10")
    add("--pairs-only", action="store_true", help="leave the single faults to others")
    add("--minutes", type=float, default=55.0, help="how long this slice may take")
    add("--fresh", action="store_true", help="forget earlier slices")
    add(
        "--any-code",
        action="store_true",
        help="let what was right with earlier code of the addon count; the summary "
        "says how many",
    )
    return Runner(parser.parse_args(words)).run()


if __name__ == "__main__":
    sys.exit(main())
