"""The results of all slices, kept in one file; they belong to one state of the code."""

import hashlib
import json

from sandbox.paths import ADDON


class Book:
    """Remembers what was played; begins anew when the code of the addon changed."""

    def __init__(self, file, fresh=False):
        self.file = file
        self.code = _fingerprint()
        self.rows = {}
        if fresh:
            file.unlink(missing_ok=True)
        if file.exists():
            for line in file.read_text().splitlines():
                row = json.loads(line)
                if row.pop("code") == self.code:
                    self.rows[row["name"], row["mode"]] = row

    def has(self, name, mode):
        """Tell whether ``name`` was played and right in ``mode``."""
        row = self.rows.get((name, mode))
        return row is not None and not row["complaints"]

    def write(self, result):
        """Keep ``result``."""
        row = result.as_dict()
        self.rows[row["name"], row["mode"]] = row
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as out:
            out.write(json.dumps({**row, "code": self.code}) + "\n")

    def wrong(self, modes):
        """Return what was wrong in one of ``modes``."""
        return [
            row
            for row in self.rows.values()
            if row["complaints"] and row["mode"] in modes
        ]

    def summary(self, modes):
        """Return one line that counts them all."""
        parts = []
        for mode in modes:
            rows = [row for row in self.rows.values() if row["mode"] == mode]
            single = [row for row in rows if "+" not in row["name"]]
            paired = [row for row in rows if "+" in row["name"]]
            parts.append(f"{mode} {_share(single)} faults, {_share(paired)} pairs")
        back = [row["healed"] for row in self.rows.values()] or [0.0]
        slow = [row["slowest"] for row in self.rows.values()] or [0.0]
        return (
            f"right: {'; '.join(parts)}; slowest way back {max(back):.1f} s, "
            f"slowest answer {max(slow):.1f} s"
        )


def _share(rows):
    right = sum(not row["complaints"] for row in rows)
    return f"{right} of {len(rows)}"


def _fingerprint():
    """Return what tells one state of the addon's code from another."""
    digest = hashlib.sha256()
    for file in sorted(ADDON.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(str(file.relative_to(ADDON)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
