"""The database that is broken: served through a link, visited, and in good health."""

import contextlib
import secrets
import sys
from dataclasses import dataclass, field

from passlib.context import CryptContext
from sandbox import templates
from sandbox.link import Link
from sandbox.paths import ROOT
from sandbox.site import TOKEN

from .mail_sink import MailSink
from .site import HumbleInstance, TortureSite
from .workshop import TEMPLATE, write_modules

DATABASE = "demo"
SETTLED = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC';
    UPDATE ir_cron SET active = false WHERE id IN (
        SELECT res_id FROM ir_model_data
        WHERE module = 'mail' AND name = 'ir_cron_module_update_notification');
    UPDATE res_partner SET email = 'admin@sandbox.example' WHERE id IN (
        SELECT partner_id FROM res_users WHERE login = 'admin')
"""
"""A copy is as late as what it was copied from is old. The one action that asks a
server of Odoo's maker fails where there is no way out, as cron-failing rightly says;
and whoever has no address cannot be told, as notification-failed says.
"""

MASTER_PASSWORD = CryptContext(["pbkdf2_sha512"]).hash(secrets.token_hex(16))

sys.path.insert(0, str(ROOT / "tests" / "live"))


@dataclass
class Others:
    """Addons of others: their folders, the modules to install, and what they want of
    odoo.conf, sections of their own too, and of the environment.
    """

    addons: tuple = ()
    modules: tuple = ()
    options: dict = field(default_factory=dict)
    sections: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)


@contextlib.contextmanager
def served(workshop, folder, mode, others=None):
    """Serve a copy of the template of ``workshop``, looked at once, as a
    :class:`TortureSite`.

    :param others: an :class:`Others`, addons that are to run beside ours
    """
    others = others or Others()
    postgres = workshop.postgres
    addons = folder / "addons"
    write_modules(addons)
    sink = MailSink()
    link = Link((postgres.host, postgres.port))
    instance = HumbleInstance(
        workshop.source,
        postgres,
        folder / "odoo",
        options={
            "dbfilter": f"^{DATABASE}$",
            "db_port": str(link.port),
            "smtp_port": str(sink.port),
            "email_from": "odoo@sandbox.example",
            "admin_passwd": MASTER_PASSWORD,
            **others.options,
        },
        environment={
            "IPAI_HEALTH_TOKEN": TOKEN,
            "IPAI_HEALTH_DATABASES": DATABASE,
            **others.environment,
        },
        # the last one is what the faults break
        addons=(ROOT, *others.addons, addons),
        sections=others.sections,
    )
    templates.clone(instance, TEMPLATE, DATABASE, workshop)
    if others.modules:
        instance.install(DATABASE, others.modules)
    postgres.execute(SETTLED, None, DATABASE)
    # the numbers that a fresh copy gives are kept through a crash only from here on
    postgres.administer("CHECKPOINT")
    site = TortureSite(instance, instance.serve(mode=mode), DATABASE)
    try:
        site.link, site.sink, site.mode = link, sink, mode
        site.server.wait().wait("/web/login")
        site.warm_up()
        site.session = site.log_in()
        site.warm_up("/odoo", headers=site.session)
        site.look()
        yield site
    finally:
        site.server.stop()
        link.close()
        sink.close()
