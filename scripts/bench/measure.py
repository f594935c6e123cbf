"""What a running server answers, uses and holds."""

import os
import re
import subprocess
import sys
from pathlib import Path

SECONDS = 2
CONNECTIONS = 4


def wrk(url):
    """Return requests per second, p50 and p99 in milliseconds."""
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"bench: {url} does not answer 200:\n{said}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, _milliseconds(said, "50%"), _milliseconds(said, "99%")


def _milliseconds(said, name):
    number, unit = re.search(rf"{name}\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def processor_seconds(pid):
    """Return what a process and its children have used so far, ended threads too; in
    steps of a hundredth.
    """
    ticks = 0
    for each in _tree(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def starting_seconds(pid):
    """Return what the first thread of a process has used so far: it loads the code."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def private_bytes(pid):
    """Return the memory of one process that no file backs: how much of the rest
    counts depends on who else on the machine maps it.
    """
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Anonymous:\s+(\d+)", text, re.M)[1]) * 1024


def _tree(pid):
    pids = [pid]
    for each in pids:
        children = Path(f"/proc/{each}/task/{each}/children").read_text()
        pids += [int(child) for child in children.split()]
    return pids
