"""A server that remembers its last look sees every way in which views change."""

import json

import pytest
from sandbox import templates
from sandbox.instance import Instance
from sandbox.paths import ROOT
from sandbox.processes import wait_until
from sandbox.site import Site

ADDON = "health_changing"

MANIFEST = {
    "name": "Changing",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "ipai_health",
    "depends": ["base"],
    "data": ["views.xml"],
    "installable": True,
}

CODE = """from odoo import fields, models


class Partner(models.Model):
    _inherit = "res.partner"

    favourite_colour = fields.Char()
"""

VIEWS = """<odoo>
    <record id="form" model="ir.ui.view">
        <field name="name">changing.form</field>
        <field name="model">res.partner</field>
        <field name="priority">99</field>
        <field name="arch" type="xml">
            <form><field name="favourite_colour" /></form>
        </field>
    </record>
</odoo>
"""

LOST = "view-field-missing"


def write_addon(folder):
    """Write the addon, which gives partners a field and a form, below ``folder``."""
    addon = folder / ADDON
    addon.mkdir(parents=True)
    (addon / "__manifest__.py").write_text(repr(MANIFEST))
    (addon / "__init__.py").write_text("from . import models\n")
    (addon / "models.py").write_text(CODE)
    (addon / "views.xml").write_text(VIEWS)


class Changing(Site):
    """A served database whose quick look is asked for as a person would."""

    def call(self, model, method, *arguments, **options):
        """Call ``method`` as the administrator; return its result."""
        question = {
            "params": {
                "model": model,
                "method": method,
                "args": list(arguments),
                "kwargs": options,
            }
        }
        body = self.server.get(
            f"/web/dataset/call_kw/{model}/{method}",
            headers={**self.session, "Content-Type": "application/json"},
            data=json.dumps(question).encode(),
            method="POST",
        )[2]
        answer = json.loads(body)
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]

    def seen(self, rule=LOST):
        """Let the server look quickly; return which views have the fault ``rule``."""
        # refused while the node stores what its own checks found
        assert wait_until(
            lambda: self.call("ipai.health.overview", "run_now", "quick"), 30
        )
        rows = self.sql(
            "SELECT res_id FROM ipai_health_finding "
            "WHERE state = 'open' AND rule = %s ORDER BY res_id",
            [rule],
        )
        return [view_id for (view_id,) in rows]

    def make_view(self, arch, **values):
        """Return the id of a view that a person made, valid now."""
        values = {"name": "changing", "model": "res.partner", "arch": arch} | values
        (view_id,) = self.call("ir.ui.view", "create", [values])
        return view_id

    def rewrite(self, view_id, old, new, more=""):
        """Replace ``old`` in each language of the arch by SQL."""
        self.sql(
            "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, %s, %s)::jsonb"
            f"{more} WHERE id = %s",
            [old, new, view_id],
        )


@pytest.fixture(scope="module")
def site(source, cluster, workshop, scratch):
    """Return a served database with website and the addon, looked at as a whole."""
    addons = scratch / "changing"
    write_addon(addons)
    instance = Instance(source, cluster, scratch / "odoo", addons=(ROOT, addons))
    name = "template_business"
    business = templates.ensure_untouched(workshop, name, templates.BUSINESS)
    name = templates.clone(instance, business, "changing", workshop)
    instance.install(name, ["ipai_health", ADDON], "--load-language", "fr_FR")
    with instance.serve("-d", name, "--max-cron-threads=0") as server:
        site = Changing(instance, server.wait(), name)
        site.session = site.log_in()
        assert site.call("ipai.health.overview", "run_now", "full")
        yield site
    templates.discard(instance, name)


@pytest.fixture
def view(site):
    """Return a form of partners, seen and found good."""
    view_id = site.make_view('<form><field name="name"/></form>')
    assert site.seen() == []
    yield view_id
    site.sql("DELETE FROM ir_ui_view WHERE id = %s", [view_id])
    assert site.seen() == []


@pytest.mark.parametrize(
    "more", ["", ", write_date = now() AT TIME ZONE 'UTC'"], ids=["without", "with"]
)
def test_sql_with_and_without_write_date(site, view, more):
    site.rewrite(view, r"name=\"name\"", r"name=\"lost\"", more)
    assert site.seen() == [view]
    site.rewrite(view, r"name=\"lost\"", r"name=\"name\"", more)
    assert site.seen() == []


def test_edit_in_the_web_client(site, view):
    site.rewrite(view, r"name=\"name\"", r"name=\"lost\"")
    assert site.seen() == [view]
    arch = '<form><field name="email"/></form>'
    site.call("ir.ui.view", "write", [view], {"arch": arch})
    assert site.seen() == []


def test_translation(site, view):
    french = json.dumps({"fr_FR": '<form><field name="perdu"/></form>'})
    site.sql(
        "UPDATE ir_ui_view SET arch_db = arch_db || %s::jsonb WHERE id = %s",
        [french, view],
    )
    assert site.seen() == [view]
    site.sql("UPDATE ir_ui_view SET arch_db = arch_db - 'fr_FR' WHERE id = %s", [view])
    assert site.seen() == []


def test_website_with_a_copy_of_its_own(site):
    (website,) = site.call("website", "create", [{"name": "Second"}])
    page = site.make_view("<p>all</p>", model=False, type="qweb", key="changing.page")
    assert site.seen("template-broken") == []
    copy = site.make_view(
        "<p>second</p>",
        model=False,
        type="qweb",
        key="changing.page",
        website_id=website,
    )
    site.rewrite(copy, "<p>second</p>", "<t t-call='changing.nowhere'/>")
    assert site.seen("template-broken") == [copy]
    site.sql("DELETE FROM ir_ui_view WHERE id IN %s", [(page, copy)])
    assert site.seen("template-broken") == []


def test_company_changes_nothing(site, view):
    site.call("res.company", "create", [{"name": "Second"}])
    assert site.seen() == []
    site.rewrite(view, r"name=\"name\"", r"name=\"lost\"")
    assert site.seen() == [view]


def test_upgrade_in_the_web_client_and_by_another_process(site):
    ((view, module),) = site.sql(
        "SELECT data.res_id, module.id FROM ir_model_data AS data "
        "JOIN ir_module_module AS module ON module.name = data.module "
        "WHERE data.module = %s AND data.name = 'form'",
        [ADDON],
    )
    site.rewrite(view, "favourite_colour", "lost")
    assert site.seen() == [view]
    site.call("ir.module.module", "button_immediate_upgrade", [module])
    assert site.seen() == []
    site.rewrite(view, "favourite_colour", "lost")
    assert site.seen() == [view]
    words = ("-d", site.database, "--stop-after-init", "--no-http")
    assert site.instance.run(*words, "-u", ADDON).returncode == 0
    assert site.seen() == []


def test_uninstall_by_another_process(site, view):
    site.rewrite(view, r"name=\"name\"", r"name=\"favourite_colour\"")
    assert site.seen() == []
    done = site.instance.run("module", "uninstall", "-d", site.database, ADDON)
    assert done.returncode == 0, done.stderr
    assert site.seen() == [view]
