"""``make nightly``: everything there is to prove, one line each and one for all."""

import subprocess
import sys
import time

from sandbox.paths import ROOT, run_folder

PARTS = {
    "lint": (),
    "test": (),
    "torture-tests": (),
    "torture": ("ARGUMENTS=--minutes 600",),
    "torture-healthy": ("ARGUMENTS=--minutes 600",),
    "torture-views": (),
    "soak": ("ARGUMENTS=--minutes 60",),
    "soak-probe": (),
    "kills": (),
    "compare": (),
    "mutants": (),
    "bench": (),
}
"""The targets of make, with what they take to do all in one slice."""


def main(chosen) -> int:
    """Make each of ``chosen``, all when empty; return 0 when all of it was right."""
    names = chosen or list(PARTS)
    wrong = [name for name in names if not _make(name)]
    right = len(names) - len(wrong)
    tail = f", WRONG: {', '.join(wrong)}" if wrong else ""
    print(f"{right} of {len(names)} parts right{tail}")
    return 1 if wrong else 0


def _make(name) -> bool:
    """Make the target ``name``; print its last line and tell whether it was right."""
    log = run_folder() / "nightly" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as out:
        code = subprocess.run(
            ["make", "--no-print-directory", name, *PARTS[name]],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    minutes = (time.monotonic() - started) / 60
    word = "WRONG" if code else "right"
    print(f"{word}  {name:14}  {minutes:3.0f} min  {_last_line(log)}", flush=True)
    return not code


def _last_line(log):
    """Return the last line that is not make's own."""
    lines = log.read_text(errors="replace").splitlines()
    said = [line for line in lines if line.strip() and not line.startswith("make")]
    return said[-1] if said else ""


if __name__ == "__main__":
    unknown = [name for name in sys.argv[1:] if name not in PARTS]
    if unknown:
        print(f"make nightly: unknown {', '.join(unknown)}", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
