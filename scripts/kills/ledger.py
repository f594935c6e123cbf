"""What must survive every kill: history by its ids, users' files byte for byte."""

import hashlib
import random

HISTORY = {
    "findings": "SELECT id, rule, subject, first_seen FROM ipai_health_finding",
    "runs": "SELECT id, start, depth, trigger FROM ipai_health_run",
    "repairs": "SELECT id, remedy, user_id FROM ipai_health_remedy_log",
    "modules": "SELECT id, name FROM ir_module_module WHERE state = 'installed'",
}
"""By name: rows that may become more, and never fewer or others."""


class Ledger:
    """Writes down what users of ``site`` were promised, and looks whether it holds."""

    def __init__(self, site):
        self._site = site
        self._rows = {name: set() for name in HISTORY}
        self._files = {}

    def note(self):
        """Write down all of the history that is there now."""
        for name, statement in HISTORY.items():
            self._rows[name] |= set(self._site.sql(statement))

    def uploaded(self, id_, content):
        """Write down an upload that the server said it has."""
        self._files[id_] = hashlib.sha256(content).hexdigest()

    def lost(self):
        """Return complaints about what is not there any more, or is another."""
        complaints = []
        for name, statement in HISTORY.items():
            gone = self._rows[name] - set(self._site.sql(statement))
            complaints += [f"lost of the {name}: {sorted(gone)}"] if gone else []
        for id_ in self._sample():
            _code, _headers, body = self._site.server.get(
                f"/web/content/{id_}?download=1", headers=self._site.session
            )
            if hashlib.sha256(body).hexdigest() != self._files[id_]:
                complaints.append(f"the uploaded file {id_} is not what it was")
        return complaints

    def _sample(self):
        """Return the last uploads, and some of those before."""
        ids = list(self._files)
        return [*ids[-3:], *random.sample(ids[:-3], min(3, len(ids[:-3])))]
