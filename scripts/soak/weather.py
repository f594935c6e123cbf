"""Faults that come and go over a served site, one after the other."""

import importlib
import random
import time

from sandbox import processes

from ipai_health.core.rules import RULES
from ipai_health.core.severity import INFO

from .spells import CALM, SETTLE, Spell

KEEPS_CONNECTIONS = (
    "lost_stylesheet",
    "script_truncated",
    "file_lost",
    "pending_module",
    "view_with_lost_field",
    "field_column_lost",
    "postgres_frozen",
    "postgres_table_locked",
)
"""Faults in which Odoo keeps its connections to PostgreSQL. A threaded server gets no
others: there Odoo's cron threads die with the first lost connection, and cron-stalled
says so rightly 15 minutes later."""

CUTS_CONNECTIONS = (
    "stopped_postgres",
    "postgres_restarted",
    "postgres_slots_taken",
    "database_closed",
    "network_black_hole",
    "network_reset",
    "network_refuses",
    "worker_killed",
)

SILENT = {"postgres_frozen", "postgres_table_locked", "network_black_hole"}
"""Nobody is answered: users rest meanwhile, as two of them would hold both workers, and
no application answers a probe then."""

TROUBLE = ("fail", 503, 503)

OVER_AT_ONCE = {"postgres_restarted": TROUBLE, "worker_killed": CALM}
"""Faults that are over when they were injected, and what may be told meanwhile."""

ON_THE_WAY = {"postgres_slots_taken": ("warn", 200, 200)}
"""What is true for a moment while a fault comes or goes, and is neither calm nor the
fault: with the last connections still free, database-connections-high."""

HOLD = SETTLE + 8.0
"""Seconds that a fault lasts: until the probe must be right, and a while of that."""


class Weather:
    """Draws faults with ``seed`` and notes each as a :class:`Spell`."""

    def __init__(self, site, mode, visitors, seed):
        self._site = site
        self._visitors = visitors
        known = importlib.import_module("faults").load()
        names = KEEPS_CONNECTIONS
        if mode != "threaded":
            names += CUTS_CONNECTIONS
        self._faults = {name: known[name] for name in names}
        self._chance = random.Random(seed)
        self._next = []
        self.spells = []

    def blow(self):
        """Let the next fault come, stay and go; return its :class:`Spell`."""
        if not self._next:
            self._next = list(self._faults)
            self._chance.shuffle(self._next)
        name = self._next.pop()
        fault = self._faults[name]
        with self._visitors.resting(name in SILENT):
            spell = self._spell(name, fault)
        if fault.hides or name in OVER_AT_ONCE:
            # Odoo logs everybody out who asks for a page while PostgreSQL is away
            self._visitors.log_in()
        self.spells.append(spell)
        return spell

    def _spell(self, name, fault):
        fault.prepare(self._site)
        began = time.time()
        kept = fault.inject(self._site)
        if fault.stored:
            self._look()
        full = time.time()
        if name not in OVER_AT_ONCE:
            time.sleep(HOLD)
        ending = time.time()
        fault.repair(self._site, kept)
        processes.wait_until(
            lambda: self._site.code("/ipai/health/ready") == 200, SETTLE, 0.2
        )
        fault.clean(self._site)
        # what is stored is right again after one self-check
        self._look()
        word, health, ready = OVER_AT_ONCE.get(name) or state_of(fault)
        return Spell(
            *(name, began, full, ending, time.time(), word, health, ready),
            passing=ON_THE_WAY.get(name),
            silent=name in SILENT,
            loses=name == "worker_killed",
        )

    def _look(self):
        """Look at everything from a process beside the server: a look by a request
        would hold one of two workers.
        """
        port = self._site.server.port
        self._site.look_by_command("--full", f"--http-port={port}")


def state_of(fault):
    """Return word and codes that are right while ``fault`` lasts."""
    if fault.health == 503:
        word = "fail"
    else:
        quiet = not fault.rule or RULES[fault.rule].severity == INFO
        word = "pass" if quiet else "warn"
    return word, fault.health, fault.ready
