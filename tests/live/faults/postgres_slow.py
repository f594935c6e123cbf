"""PostgreSQL gets hardly any processor, as on an overloaded machine."""

import contextlib
import os
import random
import signal
import threading

from sandbox.faults.fault import Fault

from ._postgres import processes_of

STOPPED = 0.6, 1.1
RUNNING = 0.15
"""Seconds of each turn: most statements wait for more than half a second. No two turns
are as long: the probe, which looks every second, could always come at their end.
"""


def inject(site):
    over = threading.Event()
    turns = random.Random(19)
    postgres = site.instance.postgres

    def hold_up():
        while not over.is_set():
            pids = processes_of(postgres)
            _send(pids, signal.SIGSTOP)
            over.wait(turns.uniform(*STOPPED))
            _send(pids, signal.SIGCONT)
            over.wait(RUNNING)

    thread = threading.Thread(target=hold_up, daemon=True)
    thread.start()
    return over, thread


def _send(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def repair(_site, kept):
    over, thread = kept
    over.set()
    thread.join()


FAULT = Fault(
    title="a PostgreSQL that hardly gets on",
    rule="database-slow",
    subject=lambda site: site.database,
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    patience=20.0,
)
