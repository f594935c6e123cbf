"""Silence: a healthy business database has no finding at all."""

import json
import re

import pytest
from sandbox import templates
from sandbox.site import Site

LANGUAGES = {
    "english": (),
    "arabic": ("--load-language", "ar_001"),
}

ARABIC = """
env.ref("base.user_admin").lang = "ar_001"
arabic = env["res.lang"].search([("code", "=", "ar_001")])
env["website"].search([]).write({"language_ids": [(4, arabic.id)]})
env.cr.commit()
"""


BUNDLE_FILES = """
    SELECT url, store_fname FROM ir_attachment
     WHERE url LIKE '/web/assets/%%' AND url LIKE %s AND res_model = 'ir.ui.view'
       AND create_uid = 1
"""


@pytest.fixture(scope="module")
def business(workshop):
    """Return a database with account, sale and website; kept between sessions."""
    return templates.ensure_untouched(workshop, "template_business", templates.BUSINESS)


@pytest.fixture(scope="module", params=LANGUAGES)
def healthy(request, workshop, business):
    """Return a copy of it, freshly with the addon, and visited once."""
    name = templates.clone(workshop, business, f"healthy_{request.param}")
    words = LANGUAGES[request.param]
    if words:
        workshop.install(name, ["base"], *words)
        workshop.shell(name, ARABIC)
    workshop.install(name, ["ipai_health"])
    with workshop.serve(*("-d", name, "--max-cron-threads=0")) as server:
        site = Site(workshop, server.wait("/web/login"), name)
        for page in ("/web/login", "/ar" if words else "/contactus"):
            site.warm_up(page)
            assert site.code(page) == 200
        built = [url for (url,) in site.bundles()]
        assert any(".rtl." in url for url in built) == bool(words)
    yield name
    templates.discard(workshop, name)


@pytest.mark.parametrize("words", [(), ("--full",)], ids=["standard", "full"])
def test_no_finding_at_all(workshop, healthy, words):
    done = workshop.health(healthy, "--format", "json", "--fail-on", "info", *words)
    assert json.loads(done.stdout)["findings"] == []
    assert done.returncode == 0


@pytest.mark.parametrize("damage", [None, b"altered"], ids=["lost", "altered"])
def test_a_purge_builds_the_bundles_of_every_website(workshop, healthy, damage):
    """From their sources: Odoo takes a bundle of another website as it is."""
    rows = workshop.postgres.execute(BUNDLE_FILES, ["%lazy.min.js"], healthy)
    assert any(re.match("/web/assets/[0-9]+/", url) for url, _name in rows)
    for name in {name for _url, name in rows}:
        file = workshop.filestore(healthy) / name
        file.write_bytes(damage) if damage else file.unlink()
    done = workshop.health(healthy, "--purge-assets")
    assert done.returncode == 0, done.stdout
    for _url, name in workshop.postgres.execute(BUNDLE_FILES, ["%"], healthy):
        content = (workshop.filestore(healthy) / name).read_bytes()
        assert len(content) > 100
        assert content != damage


def test_every_check_really_looked(workshop, healthy):
    answer = json.loads(workshop.health(healthy, "--format", "json").stdout)
    assert {"database", "modules", "assets", "views"} <= answer["durations"].keys()
    assert answer["status"] == "pass"
