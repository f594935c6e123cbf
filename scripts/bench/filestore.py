"""The filestore check against a bare loop of ``os.stat`` and against ``sha1sum``.

    PYTHONPATH=$ODOO_SRC python scripts/bench/filestore.py -c odoo.conf -d DATABASE \
        --files 1000000

Adds that many small files with records to DATABASE, which should be a copy made for
the purpose, measures at three sizes on the way there, and prints ratios measured side
by side. The memory is that of a process which does nothing else.
"""

import hashlib
import os
import subprocess
import sys
import time

from database import opened, parser
from memory import Memory

from odoo.tools import SQL

ROUNDS = 2
"""Of which the best counts: the machine is shared."""

SHARES = (0.1, 0.3, 1.0)
"""Of all files: the sizes between which growth must be linear."""

STAT_RATIO = 0.8
CHECKSUM_RATIO = 0.8
GROWTH = 1.25
"""How much more one file may cost at the largest size than at the smallest."""
MEMORY = 150 << 20

QUICK, FULL = "standard", "full"
"""The depths of which the first looks at every file by its size."""


def main():
    """Print one line a measurement; exit with 1 when a target is missed."""
    options = _options()
    with opened(options) as env:
        if options.memory:
            print(_grown(env))
            return
        good = _measure(env, options.files)
    grown = _memory()
    print(f"memory above idle: {grown >> 20} MB (at most {MEMORY >> 20})")
    sys.exit(0 if good and grown <= MEMORY else 1)


def _options():
    words = parser(__doc__)
    words.add_argument("--files", type=int, default=1_000_000)
    words.add_argument(
        "--memory", action="store_true", help="only look, and print the bytes it took"
    )
    return words.parse_args()


def _measure(env, files):
    """Compare at each size, and what a file costs at the smallest and the largest."""
    costs, good = [], True
    for share in SHARES:
        quick, full, good_here = _compare(env, _paths(env, int(files * share)))
        costs.append((quick, full))
        good &= good_here
    for name, least, most in zip(("quick", "full"), costs[0], costs[-1], strict=True):
        print(f"one file costs the {name} look {most / least:.2f} times as much")
        good &= most / least <= GROWTH
    return good


def _compare(env, paths):
    """Return the seconds a file of both looks, and whether they reach their targets."""
    quick, stat = _race(lambda: _look(env, QUICK), lambda: _stat(paths))
    full, sha1 = _race(lambda: _look(env, FULL), lambda: _sha1sum(paths))
    title = f"{len(paths):9,} files"
    good = _told(f"{title}, quick against os.stat", quick, stat, STAT_RATIO)
    good &= _told(f"{title}, full against sha1sum", full, sha1, CHECKSUM_RATIO)
    return quick / len(paths), full / len(paths), good


def _paths(env, wanted):
    """Make files and records until there are ``wanted``; return all paths."""
    folder = env["ir.attachment"]._filestore()
    for number in range(256):
        os.makedirs(f"{folder}/{number:02x}", exist_ok=True)
    env.cr.execute(SQL("SELECT count(*) FROM ir_attachment WHERE name LIKE 'bench-%%'"))
    rows = []
    for number in range(env.cr.fetchone()[0], wanted):
        content = f"bench {number}".encode()
        name = hashlib.sha1(content).hexdigest()
        with open(f"{folder}/{name[:2]}/{name}", "wb") as file:
            file.write(content)
        rows.append((f"bench-{number}", "binary", f"{name[:2]}/{name}", len(content)))
        if len(rows) == 10_000:
            _insert(env, rows)
            rows = []
    _insert(env, rows)
    env.cr.execute(
        SQL("SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL")
    )
    names = [name for (name,) in env.cr.fetchall()]
    env.cr.commit()
    env.cr.execute(SQL("ANALYZE ir_attachment"))
    return [f"{folder}/{name}" for name in names]


def _insert(env, rows):
    if rows:
        env.cr.execute_values(
            "INSERT INTO ir_attachment (name, type, store_fname, file_size) VALUES %s",
            rows,
        )


def _race(ours, theirs):
    """Return the best seconds of both, taken in turns."""
    times = [(_time(ours), _time(theirs)) for _round in range(ROUNDS)]
    return [min(each) for each in zip(*times, strict=True)]


def _told(title, mine, bare, target):
    """Print a comparison and tell whether ours reaches ``target`` of theirs' speed."""
    ratio = bare / mine
    print(f"{title}: {mine:.2f} s, bare {bare:.2f} s, {ratio:.0%} (least {target:.0%})")
    return ratio >= target


def _time(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _look(env, depth):
    from odoo.addons.ipai_health.core.look import Look

    checker = env["ipai.health.checker"]._checkers()["filestore"]
    findings = list(checker._look(Look(depth=depth, seconds=36_000)))
    if findings:
        sys.exit(f"not quiet: {findings[:3]}")


def _stat(paths):
    stat = os.stat
    for path in paths:
        stat(path)


def _sha1sum(paths):
    """Let the program of that name read all files, as many at once as it takes."""
    subprocess.run(
        ["xargs", "-0", "sha1sum"],
        input="\0".join(paths).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _memory():
    """Return the bytes that a full look takes above an idle process."""
    done = subprocess.run(
        [sys.executable, *sys.argv, "--memory"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout)


def _grown(env):
    memory = Memory()
    _look(env, FULL)
    return memory.grown()


if __name__ == "__main__":
    main()
