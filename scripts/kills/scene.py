"""The served site that everything is killed on, and how it is started again."""

import contextlib
import time

from sandbox import log, processes
from sandbox.errors import SandboxError
from sandbox.faults import view_with_lost_field

FAULT = view_with_lost_field.FAULT
"""Stays broken all the time: what the next look must find again, and nothing else."""

STATE = (200, b'{"status": "warn"}')
"""What the probe says about it."""

BACK = 60.0
"""Seconds until the probe is right again, starting Odoo included; the promise of ten
seconds counts from when both servers are up, and is told apart (see ``recover``)."""

PROMISED = 10.0


class Scene:
    """Holds ``site``; ``chance`` draws every moment."""

    def __init__(self, site, chance):
        self.site = site
        self.chance = chance
        self.instance = site.instance
        self.postgres = site.instance.postgres
        self._started = []

    def break_it(self):
        """Plant the one fault, and let it be found."""
        FAULT.inject(self.site)
        self.site.look()

    def pause(self, most):
        """Wait for a random moment, ``most`` seconds away at most."""
        time.sleep(self.chance.uniform(0.0, most))

    @property
    def master(self):
        """Return the process that leads Odoo's."""
        return self.site.server.process

    def recover(self):
        """Start again what is not running; return complaints and the seconds until the
        probe was right once everything ran.
        """
        complaints = []
        if self.postgres.process is None or self.postgres.process.poll() is not None:
            self.postgres.process = None
            self.postgres.start()
        if self.master.poll() is not None:
            complaints += self._start_again()
        if not processes.wait_until(self.postgres.is_answering, BACK, 0.1):
            complaints.append("PostgreSQL does not answer")
        started = time.monotonic()
        right = processes.wait_until(self.is_right, BACK, 0.1)
        seconds = time.monotonic() - started
        if not right or seconds > PROMISED:
            code, body = self.ask()
            complaints.append(f"after {seconds:.1f} s the probe said {code} {body}")
        # Odoo logs everybody out who asks for a page while PostgreSQL is away
        self.site.session = self.site.log_in()
        return complaints, seconds

    def ask(self):
        """Return code and body of the probe."""
        code, _headers, body = self.site.server.get("/ipai/health")
        return code, body

    def is_right(self):
        """Tell whether the probe says exactly what is so, and the node is ready."""
        return self.ask() == STATE and self.site.code("/ipai/health/ready") == 200

    def _start_again(self):
        """Start Odoo on the same port; return what it should not have said."""
        old = self.site.server
        server = self.instance.serve(mode=old.mode, port=old.port)
        self._started.append(server)
        seen = server.log.stat().st_size
        self.site.server = server
        try:
            server.wait()
            server.wait("/web/login")
        except SandboxError as error:
            return [f"Odoo did not start again: {error}"]
        with server.log.open("rb") as lines:
            lines.seek(seen)
            said = lines.read().decode(errors="replace")
        return [f"the next start said: {each}" for each in log.complaints(said)]

    def close(self):
        """End every server that was started here."""
        for server in self._started:
            with contextlib.suppress(ProcessLookupError):
                server.stop()
