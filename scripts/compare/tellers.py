"""The addons of others that tell by themselves, at work beside ours."""

import contextlib
from dataclasses import dataclass

from torture.ground import Others
from torture.mail_sink import MailSink

from . import others
from .sentry_sink import SentrySink
from .table import TELLING

SENTRY, MAILER = TELLING

FAILED = "FAILED"
"""In the subject of the mailer's letters; health's own letters lack it."""

OURS = "odoo.addons.ipai_health"
"""What this addon logs is not what Sentry finds by itself."""

NOISE = "selfie_segmentation"
"""A file that Debian's Odoo lacks: it says so whenever it builds the bundle."""

OF_THE_MAILER = """
    (SELECT res_id FROM ir_model_data
      WHERE module = 'scheduler_error_mailer' AND name = 'scheduler_error_mailer')
"""
SUBSCRIBE = (
    f"UPDATE ir_cron SET email_template_id = {OF_THE_MAILER}",
    f"UPDATE mail_template SET use_default_to = false WHERE id = {OF_THE_MAILER}",
)
"""The addon asks the administrator to choose its letter for each scheduled action. In
Odoo 19 the letter also has to be told to go to its own address: it goes to nobody as it
is delivered.
"""


@dataclass
class Tellers:
    """What they were told of so far."""

    sentry: SentrySink
    mail: MailSink | None = None

    def serve_beside(self, site):
        """Let them work on ``site``."""
        for statement in SUBSCRIBE:
            site.sql(statement)
        self.mail = site.sink

    def told(self):
        """Return how often each of them told of a fault, by its name."""
        events = [
            name
            for name, text in self.sentry.events
            if NOISE not in text and not name.startswith(OURS)
        ]
        return {
            SENTRY: len(events),
            MAILER: sum(FAILED in subject for subject in self.mail.subjects),
        }


@contextlib.contextmanager
def opened(source, addons, libraries):
    """Give :class:`Tellers`, and the :class:`Others` that the ground needs for them."""
    sink = SentrySink()
    try:
        yield (
            Tellers(sink),
            Others(
                addons=(addons,),
                modules=(SENTRY, MAILER),
                sections={"sentry": {"sentry_enabled": "true", "sentry_dsn": sink.dsn}},
                environment=others.environment(source, libraries),
            ),
        )
    finally:
        sink.close()
