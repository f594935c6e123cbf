"""The results of all slices in one file; each belongs to one state of the code."""

import hashlib
import json

from sandbox.paths import ADDON


class Book:
    """Remembers what was played with the addon's code as it is now.

    :param any_code: count also what was played with the code as it was before
    """

    def __init__(self, file, fresh=False, any_code=False):
        self.file = file
        self.code = _fingerprint()
        self.rows = {}
        if fresh:
            file.unlink(missing_ok=True)
        if file.exists():
            for line in file.read_text().splitlines():
                row = json.loads(line)
                if any_code or row["code"] == self.code:
                    self.rows[row["name"], row["mode"]] = row

    def has(self, name, mode):
        """Tell whether ``name`` was played and right in ``mode``."""
        row = self.rows.get((name, mode))
        return row is not None and not row["complaints"]

    def write(self, result):
        """Keep ``result``."""
        row = result.as_dict() | {"code": self.code}
        self.rows[row["name"], row["mode"]] = row
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as out:
            out.write(json.dumps(row) + "\n")

    def keep(self, played):
        """Leave out what is not among ``played``, names and modes: pairs that are drawn
        no more.
        """
        self.rows = {key: row for key, row in self.rows.items() if key in played}

    def wrong(self, modes):
        """Return what was wrong in one of ``modes``."""
        return [
            row
            for row in self.rows.values()
            if row["complaints"] and row["mode"] in modes
        ]

    def summary(self, modes):
        """Return one line that counts them all."""
        rows = [row for row in self.rows.values() if row["mode"] in modes]
        parts = []
        for mode in modes:
            played = [row for row in rows if row["mode"] == mode]
            single = [row for row in played if "+" not in row["name"]]
            paired = [row for row in played if "+" in row["name"]]
            parts.append(f"{mode} {_share(single)} faults, {_share(paired)} pairs")
        return (
            f"right: {'; '.join(parts)}; slowest way back {_most(rows, 'healed')}, "
            f"slowest answer {_most(rows, 'slowest')}, "
            f"{_sum(rows, 'seconds') / 60:.0f} min{self._earlier(rows)}"
        )

    def _earlier(self, rows):
        number = sum(row["code"] != self.code for row in rows)
        return f"; {number} of them with earlier code of the addon" if number else ""


def _share(rows):
    right = sum(not row["complaints"] for row in rows)
    return f"{right} of {len(rows)}"


def _most(rows, name):
    return f"{max((row[name] for row in rows), default=0.0):.1f} s"


def _sum(rows, name):
    return sum(row.get(name, 0.0) for row in rows)


def _fingerprint():
    """Return what tells one state of the addon's code from another."""
    digest = hashlib.sha256()
    for file in sorted(ADDON.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(str(file.relative_to(ADDON)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
