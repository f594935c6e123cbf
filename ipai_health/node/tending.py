"""What the helper thread does for one database, one round after the other."""

import contextlib
import math
import time

from odoo import SUPERUSER_ID, api
from odoo.modules import module
from odoo.modules.registry import Registry

from ..core.look import FULL, QUICK, STANDARD
from ..core.nodes import judge
from ..core.own_log import own_logger
from ..core.thresholds import NODE_FORGOTTEN, NODE_STOPPED_KEPT
from ..core.trigger import NODE
from ..probe.failure import LookFailed
from . import databases, fingerprint
from .register import Register, is_absent

_logger = own_logger(__name__)

SETTLE = 30.0
"""Seconds after the start before the node's checks look: the first pages build
bundles, and a restart should not look like a fault."""

EVERY = 600.0
"""Seconds between two looks: a round costs some forty statements, and ten nodes are to
cost a database fewer than two a second in all."""

PERIODS = ((FULL, 7 * 86_400.0), (STANDARD, 3_600.0), (QUICK, EVERY))
"""How often the node's checks look how deep."""

PATIENCE = 10.0
"""Seconds to wait for another run of the database: missed, news of the nodes would be
told a minute later."""

AGAIN = 60.0
"""Seconds until a database without the addon, a judgement that could not be stored, or
a look that was cut off, is tried again."""


class Tended:
    """One database that this node serves."""

    def __init__(self, name, identity, fingerprints):
        self.name = name
        self.register = Register(name, databases.parameters(name), identity)
        self.node = identity.name
        self._fingerprints = fingerprints
        self._modules = None
        self._names = []
        self._digests = {}
        self._entered = False
        self._is_new = False
        self._memory = None
        started = time.monotonic() + SETTLE
        self._due = {depth: started for depth, _seconds in PERIODS}
        self._not_before = 0.0
        self._judged = (None, 0.0)

    def round(self, beat, number):
        """Give a sign of life and do whatever is due.

        :param beat: seconds until the next round
        :param number: how many databases this node serves
        """
        if time.monotonic() < self._not_before:
            return
        try:
            neighbourhood = self._beat(beat)
        except LookFailed as error:
            if is_absent(error):
                self._entered = False
                self._not_before = time.monotonic() + AGAIN
            _logger.debug("no sign of life in %s: %s", self.name, error)
            return
        if neighbourhood is None or neighbourhood.pending:
            return
        if not databases.within_reach(self.name, number):
            return
        self._take_over(neighbourhood)
        self._judge(neighbourhood)
        self._forget(neighbourhood.nodes)
        self._look(FULL if neighbourhood.asked else None)

    def leave(self):
        """Say goodbye where the node is known."""
        if self._entered:
            try:
                self.register.leave()
            except LookFailed as error:
                _logger.info("no goodbye in %s: %s", self.name, error)

    def _beat(self, beat):
        """Return the neighbourhood, ``None`` when this life of the node is over."""
        self._read()
        found = self.register.beat(fingerprint.of_all(self._digests), beat)
        if found.modules != self._modules:
            self._names = self.register.modules()
            self._modules = found.modules
            self._read()
            found = self.register.beat(fingerprint.of_all(self._digests), beat)
        if not found.entered:
            # with the row, all that was known of this node may have gone
            self._memory = None
            new = self.register.enter(
                fingerprint.of_all(self._digests), self._digests, beat
            )
            found = self.register.beat(fingerprint.of_all(self._digests), beat)
            self._is_new = new and found.entered
        self._entered = found.entered
        return found if found.entered else None

    def _read(self):
        self._digests = self._fingerprints.of_modules(self._names)

    def _take_over(self, neighbourhood):
        """Give a node that is new what those that said goodbye had to tell."""
        if self._is_new and any(node.stopped for node in neighbourhood.nodes):
            with self._environment() as env:
                env["ipai.health.node"]._take_over(self.node)
        self._is_new = False

    def _judge(self, neighbourhood):
        """Let the check of the nodes look when its verdict would be another one."""
        pairs = {
            trouble.pair for trouble in judge(neighbourhood.nodes, neighbourhood.skew)
        }
        if pairs == neighbourhood.told or not neighbourhood.judged:
            return
        last, moment = self._judged
        if last == pairs and time.monotonic() < moment + AGAIN:
            return
        self._judged = (pairs, time.monotonic())
        with self._environment() as env:
            env["ipai.health.run"]._run(QUICK, NODE, names=["nodes"], patience=PATIENCE)

    def _forget(self, nodes):
        gone = any(
            node.unseen > (NODE_STOPPED_KEPT if node.stopped else NODE_FORGOTTEN)
            for node in nodes
        )
        if gone:
            with self._environment() as env:
                env["ipai.health.node"]._forget_gone()

    def _look(self, asked):
        """Let the node's checks look as deep as is asked or due, if anything is."""
        now = time.monotonic()
        due = [
            row
            for row, (depth, _) in enumerate(PERIODS)
            if depth == asked or now >= self._due[depth]
        ]
        if not due:
            return
        answered = PERIODS[due[0] :]
        self._put_off(answered, now, AGAIN)
        with self._environment() as env:
            runs = env["ipai.health.run"]
            self._memory = runs._look_here(self.node, answered[0][0], self._memory)
        self._put_off(answered, now)
        with contextlib.suppress(LookFailed):
            self.register.still_true(self._memory.names)

    def _put_off(self, periods, now, most=math.inf):
        """Let the looks of ``periods`` be due again when they are, or before."""
        for depth, seconds in periods:
            self._due[depth] = now + min(seconds, most)

    @contextlib.contextmanager
    def _environment(self):
        """Give the superuser's environment of the database, loaded as the other
        processes have it by now.
        """
        module.initialize_sys_path()
        registry = Registry(self.name).check_signaling()
        with registry.cursor() as cursor:
            yield api.Environment(cursor, SUPERUSER_ID, {})
