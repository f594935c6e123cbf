"""Silence: a healthy business database has no finding at all."""

import json

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


@pytest.fixture(scope="module")
def business(workshop):
    """Return a database with account, sale and website; kept between sessions."""
    return templates.ensure(workshop, "template_business", templates.BUSINESS)


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


def test_every_check_really_looked(workshop, healthy):
    answer = json.loads(workshop.health(healthy, "--format", "json").stdout)
    assert {"database", "modules", "assets", "views"} <= answer["durations"].keys()
    assert answer["status"] == "pass"
