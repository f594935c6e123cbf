"""The filestore against its records, and the volume it lies on."""

import os
import time

from odoo import models
from odoo.tools import config, human_size

from ..core.finding import Finding
from ..core.look import FULL, QUICK
from ..core.text import _
from .store import disk, records
from .store.damage import Damage
from .store.files import Files
from .store.sweep import MOST, Sweep

SHARE_OF_TIME = 0.8
"""Share of the time limit after which a look leaves the rest to the next one."""

NOTHING_SEEN = {
    "damaged": {},
    "newest": 0,
    "size": None,
    "checksum": None,
    "elsewhere": [0, None],
}
"""What is remembered: damaged files by name, the newest record looked at, the state of
each unfinished sweep, and how many files are kept elsewhere, with an example.
"""

CARRY_ON = 20.0
"""Seconds that an hourly look gives to the checksums a weekly one left over."""


class HealthCheckerFilestore(models.AbstractModel):
    """Quick: what was damaged, and new files. Standard: every file by its size. Full:
    every file by its checksum. A look that runs out of time, or is killed, is carried
    on by the next one from where it was.
    """

    _name = "ipai.health.checker.filestore"
    _inherit = "ipai.health.checker"
    _description = "Health check: filestore"

    _health_check = "filestore"
    _health_title = _("Filestore")
    _health_sequence = 40
    _health_depth = QUICK
    _health_node_part = True
    _health_snapshot = False
    _health_keeps_time = True

    def _look(self, look):
        memo = NOTHING_SEEN | (look.memo or {})
        look.new_memo = memo
        with Files(self.env["ir.attachment"]._filestore()) as files:
            self._go_through(files, look, memo)
            damage = Damage(self.env, files, memo["damaged"])
            yield from damage.findings()
            memo["damaged"] = damage.remembered
        yield from self._external(*memo["elsewhere"])

    def _go_through(self, files, look, memo):
        """Bring ``memo`` up to date as far as the depth and the time allow."""
        started = time.monotonic()
        end = started + look.seconds * SHARE_OF_TIME
        if look.depth == QUICK:
            self._new_files(files, memo)
            return
        if look.depth != FULL:
            self._sweep("size", files.by_size, look, memo, end)
            if memo["checksum"] is None:
                return
            end = min(end, time.monotonic() + CARRY_ON)
        self._sweep("checksum", files.by_checksum, look, memo, end)

    def _new_files(self, files, memo):
        """Look at files younger than the last sweep; without one there is no start."""
        if memo["newest"]:
            batch = records.after(self.env, memo["newest"], MOST)
            if batch:
                memo["damaged"] |= files.by_size(batch.names, batch.sizes)
                memo["newest"] = batch.last

    def _sweep(self, kind, look_at, look, memo, end):
        def keep(state):
            look.keep(memo | {kind: state})

        sweep = Sweep(look_at, memo[kind], keep, look)
        done = sweep.run(self.env, end)
        memo["damaged"] = memo["damaged"] | sweep.state["damaged"]
        memo["newest"] = max(memo["newest"], sweep.state["position"])
        memo[kind] = None if done else sweep.state
        if done:
            memo["elsewhere"] = sweep.state["elsewhere"]

    def _external(self, count, example):
        if count:
            yield Finding(
                rule="filestore-external",
                subject="ir.attachment",
                message=self.env._(
                    "%(count)d files are kept outside the filestore, such as "
                    "%(example)s; they are not looked at.",
                    count=count,
                    example=example,
                ),
            )

    def _look_node(self, look):
        attachments = self.env["ir.attachment"]
        is_used = attachments._storage() == "file"
        sessions = os.path.join(config["data_dir"], "sessions")
        folder = disk.nearest_folder(attachments._filestore() if is_used else sessions)
        reason = disk.why_unwritable(folder)
        if reason:
            yield self._unwritable(folder, reason, is_used)
            return
        free, total, free_files, total_files = disk.space(folder)
        share = self.env["ipai.health.rule"]._own_thresholds().get("disk-space-low")
        if disk.bytes_are_low(free, total, share):
            yield self._space_low(
                folder,
                self.env._(
                    "%(free)s of %(total)s are free on the volume of %(folder)s; when "
                    "it is full, uploads fail.",
                    free=human_size(free),
                    total=human_size(total),
                    folder=folder,
                ),
            )
        elif disk.files_are_low(free_files, total_files, share):
            yield self._space_low(
                folder,
                self.env._(
                    "%(free)d of %(total)d possible files are left on the volume of "
                    "%(folder)s; when there is none, uploads fail whatever the room.",
                    free=free_files,
                    total=total_files,
                    folder=folder,
                ),
            )

    def _unwritable(self, folder, reason, is_used):
        message = (
            self.env._(
                "No file can be written in %(folder)s (%(reason)s): uploads, "
                "reports and new bundles fail.",
                folder=folder,
                reason=reason,
            )
            if is_used
            else self.env._(
                "No session can be written in %(folder)s (%(reason)s): nobody can log "
                "in.",
                folder=folder,
                reason=reason,
            )
        )
        return Finding(
            rule="filestore-unwritable",
            subject="data_dir",
            message=message,
            file=folder,
        )

    def _space_low(self, folder, message):
        return Finding(
            rule="disk-space-low", subject="data_dir", message=message, file=folder
        )
