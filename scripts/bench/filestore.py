"""The filestore check against a bare loop of ``os.stat`` and against ``sha1sum``.

    PYTHONPATH=$ODOO_SRC python scripts/bench/filestore.py -c odoo.conf -d DATABASE \
        --files 1000000

Adds that many small files with records to DATABASE, which should be a copy made for
the purpose, and prints ratios measured side by side in this process.
"""

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

ROUNDS = 2
"""Of which the best counts: the machine is shared."""

STAT_RATIO = 0.8
CHECKSUM_RATIO = 0.8
MEMORY = 150 << 20


def main():
    """Print one line a measurement; exit with 1 when a target is missed."""
    options = _options()
    config.parse_config(["-c", options.config, "-d", options.database])
    from odoo.addons.ipai_health.core.look import FULL, STANDARD

    with Registry(options.database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        paths = _paths(env, options.files)
        idle = _memory()
        good = _compare(
            f"quick look at {len(paths):,} files against os.stat",
            STAT_RATIO,
            lambda: _look(env, STANDARD),
            lambda: _stat(paths),
        )
        _look(env, FULL)
        grown = _memory() - idle
        good &= _compare(
            "full look against sha1sum",
            CHECKSUM_RATIO,
            lambda: _look(env, FULL),
            lambda: _sha1sum(env, paths),
        )
        print(f"memory above idle: {grown >> 20} MB (at most {MEMORY >> 20})")
    sys.exit(0 if good and grown <= MEMORY else 1)


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("--files", type=int, default=1_000_000)
    return parser.parse_args()


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


def _compare(title, target, ours, theirs):
    """Time both in turns and tell whether ours reaches ``target`` of theirs' speed."""
    times = [(_time(theirs), _time(ours)) for _round in range(ROUNDS)]
    bare = min(each for each, _ours in times)
    mine = min(each for _bare, each in times)
    ratio = bare / mine
    print(
        f"{title}: {mine:.2f} s, bare {bare:.2f} s, {ratio:.0%} (at least {target:.0%})"
    )
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


def _sha1sum(env, paths):
    """Let the program of that name read all files, as many at once as it takes."""
    subprocess.run(
        ["xargs", "-0", "sha1sum"],
        input="\0".join(paths).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _memory():
    """Return the most memory that this process ever used, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


if __name__ == "__main__":
    main()
