"""What askers were answered, a line each: one process writes, another one reads."""

import json
import threading
import time
from dataclasses import dataclass

LOST = 0
"""The code of a request that was not answered at all."""


@dataclass(frozen=True)
class Answer:
    """One answer: when it was asked for (seconds since 1970), what was asked, the code,
    the word of the verdict (empty where there is none) and the seconds that it took.
    """

    moment: float
    what: str
    code: int
    word: str
    seconds: float

    @property
    def end(self):
        """Return the moment when the answer was there."""
        return self.moment + self.seconds


class Writer:
    """Appends answers to ``file``, from several threads."""

    def __init__(self, file):
        self._out = file.open("a", buffering=1 << 16)
        self._lock = threading.Lock()

    def write(self, what, started, code, word=""):
        """Note the answer to a request that was sent at ``started``."""
        line = f"{started:.3f} {what} {code} {word or '-'} {time.time() - started:.4f}"
        with self._lock:
            self._out.write(f"{line}\n")

    def close(self):
        """Write what is left."""
        with self._lock:
            self._out.close()


def read(file):
    """Yield every :class:`Answer` of ``file``."""
    with file.open() as lines:
        for line in lines:
            moment, what, code, word, seconds = line.split()
            yield Answer(
                float(moment), what, int(code), word.strip("-"), float(seconds)
            )


def word_of(body):
    """Return the verdict that stands in an anonymous answer, else nothing."""
    try:
        return json.loads(body)["status"]
    except (ValueError, KeyError, TypeError):
        return ""
