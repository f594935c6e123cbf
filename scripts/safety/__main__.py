"""``python -m safety``: look at every Python file of this checkout.

A line is excused by ``# safety: code, because …``; an excuse for nothing is told too.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

from sandbox.paths import ROOT

from .rules import look

EXCUSE = re.compile(r"# safety: (?P<code>[\w-]+), because \S")


def main() -> int:
    """Print a line for each fault; return 1 when there are any."""
    faults = [fault for file in _files() for fault in faults_of(file)]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def faults_of(file: Path):
    """Yield what is wrong in ``file``, one sentence each."""
    source = file.read_text()
    excused = {
        (word.start[0], found["code"])
        for word in tokenize.generate_tokens(io.StringIO(source).readline)
        if word.type == tokenize.COMMENT and (found := EXCUSE.match(word.string))
    }
    used = set()
    for number, code, sentence in look(ast.parse(source), _is_shipped(file)):
        if (number, code) in excused:
            used.add((number, code))
        else:
            yield f"{file}:{number}: {code}: {sentence}"
    for number, code in sorted(excused - used):
        yield f"{file}:{number}: {code}: there is nothing to excuse here"


def _is_shipped(file):
    below = file.relative_to(ROOT).parts if file.is_relative_to(ROOT) else ()
    return below[:1] == ("ipai_health",) and "tests" not in below


def _files():
    words = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "*.py"]
    names = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / name for name in names.splitlines() if (ROOT / name).exists())


if __name__ == "__main__":
    sys.exit(main())
