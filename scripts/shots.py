"""``make shots``: pictures of every screen, healthy and broken, wide and narrow.

They are written to ``docs/shots``. Odoo 19's community edition has no dark mode, and
its bundle of that name is light; only the repair page, which is ours, follows the
scheme that the browser asks for.
"""

import contextlib
import shutil
import sys
import time

from browser.chromium import Browser, BrowserError
from sandbox import odoo_source, postgres, right_to_left, templates
from sandbox.errors import SandboxError
from sandbox.instance import Instance
from sandbox.paths import ROOT, run_folder
from sandbox.site import Site

FOLDER = ROOT / "docs" / "shots"

WIDE = (1280, 800, 1)
NARROW = (375, 812, 2)
SIZES = {"wide": WIDE, "narrow": NARROW}

SETTLED = 1.0
"""Seconds for animations and fonts before a picture is taken."""

BREAK = """
view = env["ir.ui.view"].create({
    "name": "loyalty.partner.form", "model": "res.partner",
    "inherit_id": env.ref("base.view_partner_form").id,
    "arch": '<field name="email" position="after"><field name="ref"/></field>',
})
env.cr.execute(
    "UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', %s::text) "
    "WHERE id = %s",
    ['<field name="email" position="after"><field name="x_loyalty"/></field>', view.id],
)
bundle = env["ir.attachment"].search(
    [("url", "=like", "/web/assets/%web.assets_frontend.min.css"),
     ("store_fname", "!=", False)], limit=1,
)
import os
os.unlink(bundle._full_path(bundle.store_fname))
env.registry.clear_cache("templates")
env.cr.commit()
env["ipai.health.run"]._run("standard", "schedule")
"""

MIRRORED = f"""
env.ref("base.user_admin").lang = "{right_to_left.LANGUAGE}"
env.cr.commit()
env.registry.signal_changes()
"""
"""The server keeps each user's language in a cache, and a shell tells it nothing."""

HEALED = 'env["ipai.health.run"]._run("standard", "schedule")'


def main() -> int:
    """Take every picture; return 0, or 1 when one could not be taken."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        with _site() as site, Browser() as browser:
            page = browser.page(*WIDE)
            return 1 if _all(site, page) else 0
    except (SandboxError, BrowserError) as error:
        print(f"make shots: {error}", file=sys.stderr)
        return 2


@contextlib.contextmanager
def _site():
    """Give a served database with the addon, made for the pictures alone."""
    folder = run_folder() / "shots"
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        mirrors = right_to_left.environment()
        instance = Instance(odoo_source.find(), server, folder, environment=mirrors)
        templates.ensure(instance, "shots_base", templates.BASE)
        templates.clone(instance, "shots_base", "shots")
        language = ("--load-language", right_to_left.LANGUAGE)
        instance.install("shots", ["ipai_health"], *language)
        with instance.serve("--db-filter=^shots$", "--max-cron-threads=0") as running:
            yield Site(instance, running.wait(), "shots")
    finally:
        server.stop()


def _all(site, page):
    """Take the pictures in the order of the states; return what could not be."""
    site.warm_up()
    page.log_in(site.server.url)
    failed = _take(site, page, "healthy", {"unlooked": _open("/odoo/health")})
    site.instance.shell("shots", HEALED)
    failed += _take(site, page, "healthy", SCREENS)
    site.instance.shell("shots", BREAK)
    failed += _take(site, page, "broken", SCREENS | BROKEN)
    site.instance.shell("shots", MIRRORED)
    # a session keeps the language that it began in
    page.send("Network.clearBrowserCookies")
    page.log_in(site.server.url)
    failed += _take(site, page, "mirrored", MIRRORABLE)
    return failed


def _take(site, page, state, screens):
    failed = []
    for name, show in screens.items():
        for size, measures in SIZES.items():
            page.resize(*measures)
            picture = FOLDER / f"{state}-{name}-{size}.png"
            try:
                show(site, page)
            except BrowserError as error:
                failed.append(picture)
                print(f"{picture.name}: {error}", file=sys.stderr)
            time.sleep(SETTLED)
            page.screenshot(picture)
    return failed


def _open(path, selector=".o_content", scheme=""):
    def show(site, page):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.send("Emulation.setEmulatedMedia", features=features)
        page.goto(f"{site.server.url}{path}")
        page.wait("document.readyState === 'complete'")
        page.wait_for(selector)

    return show


def _first_record(path):
    def show(site, page):
        _open(path)(site, page)
        row = ".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)"
        page.click(row)
        page.wait_for(".o_form_view")

    return show


def _unfolded(site, page):
    _open("/odoo/health", ".o_ipai_health_finding")(site, page)
    page.evaluate("document.querySelector('.o_ipai_health_finding').open = true")


def _plan(site, page):
    _unfolded(site, page)
    page.click(".o_ipai_health_finding button[name=purge-assets]")
    page.wait_for(".modal footer .btn-primary")


def _rule(code):
    def show(site, page):
        statement = "SELECT id FROM ipai_health_rule WHERE code = %s"
        ((number,),) = site.sql(statement, [code])
        _open(f"/odoo/health-rules/{number}", ".o_form_view")(site, page)

    return show


def _maintenance(site, page):
    _open("/odoo/health", ".o_ipai_health_status")(site, page)
    page.click(".o_ipai_health_more")
    page.click(".o-dropdown-item:has(.fa-calendar)")
    page.wait_for(".modal button[name=action_plan]")


def _settings(site, page):
    _open("/odoo/settings", "#health")(site, page)
    page.evaluate("document.querySelector('#health').scrollIntoView()")


SCREENS = {
    "overview": _open("/odoo/health", ".o_ipai_health_status"),
    "findings": _open("/odoo/health-findings"),
    "checks": _open("/odoo/health-checks"),
    "check": _first_record("/odoo/health-checks"),
    "runs": _open("/odoo/health-runs"),
    "repairs": _open("/odoo/health-repairs"),
    "rules": _open("/odoo/health-rules"),
    "rule": _rule("disk-space-low"),
    "maintenance": _maintenance,
    "nodes": _open("/odoo/health-nodes"),
    "settings": _settings,
    "repair-page": _open("/ipai/repair", "h1", "light"),
    "repair-page-dark": _open("/ipai/repair", "h1", "dark"),
}

BROKEN = {
    "finding-unfolded": _unfolded,
    "finding": _first_record("/odoo/health-findings"),
    "plan": _plan,
}


def _mirrored(screen):
    def show(site, page):
        screen(site, page)
        if page.evaluate("getComputedStyle(document.body).direction") != "rtl":
            raise BrowserError("the page is not from right to left")

    return show


MIRRORABLE = {
    name: _mirrored(screen)
    for name, screen in {
        "overview": _unfolded,
        "plan": _plan,
        "finding": BROKEN["finding"],
        "repair-page": SCREENS["repair-page"],
    }.items()
}

if __name__ == "__main__":
    sys.exit(main())
