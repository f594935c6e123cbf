"""How much slower this machine is than the one where the tests' budgets were set."""

import json
import re
import time

REFERENCE = 0.015
"""Processor seconds of the work below on that machine."""

WORDS = re.compile(r"(\w+)=(\d+)")


def allowance(seconds: float) -> float:
    """Return the processor seconds that this machine may take for what is to take at
    most ``seconds`` on that one: never fewer.
    """
    fastest = min(_work() for _each in range(5))
    return seconds * max(1.0, fastest / REFERENCE)


def _work() -> float:
    """Return the processor seconds of a bit of everything that Python does."""
    began = time.process_time()
    for number in range(200):
        text = " ".join(f"name{each}={each * number}" for each in range(100))
        found = {name: int(value) for name, value in WORDS.findall(text)}
        json.loads(json.dumps(sorted(found.items())))
    return time.process_time() - began
