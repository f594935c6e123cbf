"""What goes on while something is killed: uploads, looks, repairs, pages."""

import base64
import contextlib
import threading
import time

from sandbox.errors import SandboxError


class Work:
    """Does one kind of work on the site of ``scene`` again and again, from a thread,
    until the end of ``with``; users whose request is lost ask again.
    """

    def __init__(self, scene, ledger, kind=None):
        self._site = scene.site
        self._chance = scene.chance
        self._ledger = ledger
        self.kind = kind or scene.chance.choice(list(KINDS))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._end.set()
        self._thread.join()

    def _run(self):
        while not self._end.is_set():
            with contextlib.suppress(SandboxError):
                KINDS[self.kind](self)
            time.sleep(0.02)

    def upload(self):
        """Upload a file as a user does; what was answered is promised."""
        content = self._chance.randbytes(self._chance.randint(1, 60_000))
        id_ = self._site.call(
            *("ir.attachment", "create"),
            {"name": "kept.bin", "datas": base64.b64encode(content).decode()},
        )
        self._ledger.uploaded(id_, content)

    def look(self):
        """Ask for a self-check."""
        self._site.call("ipai.health.overview", "run_now", "full")

    def purge(self):
        """Purge the asset cache."""
        self._site.call("ipai.health.remedy", "apply", "purge-assets")

    def browse(self):
        """Open the web client and the Overview."""
        self._site.code("/odoo", headers=self._site.session)
        self._site.call("ipai.health.overview", "load")


KINDS = {
    "uploading": Work.upload,
    "looking": Work.look,
    "purging": Work.purge,
    "browsing": Work.browse,
}
