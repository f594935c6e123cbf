"""The pages of Settings, Health in a real browser: for everybody, on every screen."""

import json

import pytest
from browser import axe
from browser.chromium import Browser
from sandbox import right_to_left, templates
from sandbox.faults import lost_stylesheet, view_with_lost_field
from sandbox.instance import Instance
from sandbox.processes import wait_until
from sandbox.site import Site

WIDE = (1280, 800)
NARROW = (375, 812)

PEOPLE = """
env["res.users"].create([
    {
        "name": "Amal", "login": "amal", "password": "amal", "lang": "ar_001",
        "group_ids": [(4, env.ref("base.group_system").id)],
    },
    {"name": "Emma", "login": "emma", "password": "emma"},
])
env.cr.commit()
"""

PAGE = ".o_ipai_health_page"
SCREENS = {
    "overview": ("/odoo/health", PAGE),
    "findings": ("/odoo/health-findings", ".o_view_controller"),
    "checks": ("/odoo/health-checks", ".o_view_controller"),
    "runs": ("/odoo/health-runs", ".o_view_controller"),
    "repairs": ("/odoo/health-repairs", ".o_view_controller"),
    "rules": ("/odoo/health-rules", ".o_view_controller"),
    "nodes": ("/odoo/health-nodes", ".o_view_controller"),
    "repair-page": ("/ipai/repair", "h1"),
}


@pytest.fixture(scope="module")
def site(source, cluster, scratch, workshop, base_template):
    """Return a served database with the addon and Arabic, looked at once."""
    name = "backend"
    instance = Instance(
        source,
        cluster,
        scratch / name,
        options={"dbfilter": f"^{name}$"},
        environment=right_to_left.environment(),
    )
    templates.clone(instance, base_template, name, workshop)
    language = ("--load-language", right_to_left.LANGUAGE)
    instance.install(name, ["ipai_health"], *language)
    instance.shell(name, PEOPLE)
    with instance.serve("--max-cron-threads=0") as server:
        site = Site(instance, server.wait(), name)
        site.warm_up()
        site.look()
        # it looks when it likes, and may be the first to see a lost style sheet
        site.sql("UPDATE ipai_health_check SET enabled = false WHERE name = 'http'")
        yield site
    templates.discard(instance, name)


@pytest.fixture(scope="module")
def administrator(site, browser):
    """Return a page of the administrator."""
    page = browser.page()
    page.log_in(site.server.url)
    return page


@pytest.fixture(scope="module")
def stranger():
    """Return a page in another browser, where nobody is logged in."""
    with Browser() as other:
        yield other.page(*WIDE)


@pytest.fixture
def page(administrator):
    """Return that page in the size of a desk."""
    administrator.resize(*WIDE)
    administrator.errors.clear()
    return administrator


@pytest.fixture
def broken(site):
    """Lose a style sheet and break a view; heal both afterwards."""
    faults = [lost_stylesheet.FAULT, view_with_lost_field.FAULT]
    kept = [fault.inject(site) for fault in faults]
    site.look()
    assert {"asset-file-missing", "view-field-missing"} <= site.open_rules()
    yield site
    for fault, what in zip(faults, kept, strict=True):
        fault.repair(site, what)
    site.look()
    assert not site.open_rules()


def show(site, page, path, selector):
    """Open ``path`` and wait until it has settled."""
    page.goto(f"{site.server.url}{path}")
    page.wait("document.readyState === 'complete'")
    page.wait_for(selector, 60)
    page.wait("!document.querySelector('.o_loading_indicator, .o_view_sample_data')")
    settle(page)


def unfold(site, page):
    """Open the Overview and every finding on it."""
    show(site, page, "/odoo/health", ".o_ipai_health_finding")
    page.evaluate(
        "document.querySelectorAll('.o_ipai_health_finding')"
        ".forEach(each => { each.open = true; })"
    )


def there(page, selector):
    """Tell whether something on the page fits ``selector``."""
    return page.evaluate(f"!!document.querySelector({json.dumps(selector)})")


def text(page, selector):
    """Return what is read in the first element that fits ``selector``."""
    return page.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")


def settle(page):
    """Wait until nothing moves or fades any more."""
    page.wait("document.getAnimations().every(each => each.playState !== 'running')")


def overflowing(page):
    """Return the elements that reach over the edge of the screen."""
    return page.evaluate(
        "[...document.querySelectorAll('body *')].filter(each => {"
        " const box = each.getBoundingClientRect();"
        " return box.width && (box.right > innerWidth + 1 || box.left < -1) &&"
        " !each.closest('.o_list_renderer, .o_statusbar_status, table, .modal.fade"
        ":not(.show), .visually-hidden, .o-overlay-container, .o_main_navbar');"
        "}).map(each => each.outerHTML.slice(0, 120))"
    )


def assert_for_everybody(page, *selectors):
    """Contrast, names, roles: what axe-core sees in what fits one of ``selectors``."""
    found = axe.violations(page, *selectors)
    assert not found, "\n".join(found)


def ours(errors):
    """Leave out what Debian's package of Odoo itself lacks."""
    return [error for error in errors if "selfie_segmentation" not in error]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_healthy_screen_fits_a_phone_and_says_no_error(site, page, screen):
    for size in (WIDE, NARROW):
        page.resize(*size)
        show(site, page, *SCREENS[screen])
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert not overflowing(page), size
    assert not ours(page.errors)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_broken_overview_is_for_everybody(broken, page, size):
    page.resize(*size)
    unfold(broken, page)
    assert not overflowing(page)
    assert_for_everybody(page, PAGE, ".o_ipai_health_systray")
    assert not ours(page.errors)


def test_a_healthy_overview_is_for_everybody(site, page):
    show(site, page, *SCREENS["overview"])
    assert not there(page, ".o_ipai_health_finding")
    assert_for_everybody(page, PAGE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_repair_page_is_for_everybody(broken, page, scheme):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.send("Emulation.setEmulatedMedia", features=features)
    show(broken, page, *SCREENS["repair-page"])
    assert_for_everybody(page, "html")
    page.click("form[action$=plan] button.main")
    page.wait_for("form[action$=apply] button.main")
    assert_for_everybody(page, "html")
    page.send("Emulation.setEmulatedMedia", features=[])
    assert not ours(page.errors)


def press_until(page, key, selector, most=60):
    """Press ``key`` until the focus is on what fits ``selector``, as a person would."""
    for _time in range(most):
        page.press(key)
        if page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
            return
    raise AssertionError(f"{selector} is not reached with {key}")


def test_by_keyboard_alone_from_the_red_line_to_health(broken, page):
    show(broken, page, "/odoo/health", ".o_ipai_health_finding")
    finding = ".o_ipai_health_finding[data-rule=asset-file-missing]"
    press_until(page, "Tab", f"{finding} summary")
    page.press("Enter")
    press_until(page, "Tab", f"{finding} button[name=purge-assets]", most=3)
    page.press("Enter")
    page.wait_for(".modal footer .btn-primary")
    settle(page)
    assert_for_everybody(page, ".modal")
    press_until(page, "Tab", ".modal footer .btn-primary")
    page.press("Enter")
    page.wait_for(".modal .alert-success", 90)
    settle(page)
    assert_for_everybody(page, ".modal")
    page.press("Escape")
    page.wait("!document.querySelector('.modal')")
    page.wait(f"!document.querySelector('{finding}')")
    assert not ours(page.errors)


def test_only_members_see_the_sign_and_only_while_something_fails(
    site, page, stranger, request
):
    """One test for both, since a sign that never came would pass the second half."""
    sign = ".o_ipai_health_systray"
    show(site, page, "/odoo/settings", ".o_main_navbar")
    assert not there(page, sign)
    request.getfixturevalue("broken")
    show(site, page, "/odoo/settings", sign)
    assert text(page, f"{sign} .badge") == "1"
    ground = page.evaluate(
        f"getComputedStyle(document.querySelector('{sign} .badge')).backgroundColor"
    )
    assert ground != "rgba(0, 0, 0, 0)", "a number without its red ground"
    page.click(sign)
    page.wait_for(".o_ipai_health_finding")
    stranger.send("Network.clearBrowserCookies")
    stranger.log_in(site.server.url, "emma", "emma")
    stranger.wait_for(".o_menu_systray")
    assert not there(stranger, sign)


def test_the_report_is_copied_for_a_ticket(broken, page):
    show(broken, page, *SCREENS["overview"])
    origin = broken.server.url
    names = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    page.send("Browser.grantPermissions", origin=origin, permissions=names)
    page.send("Page.bringToFront")
    page.click(".o_ipai_health_more")
    choose(page, "Copy report")
    page.wait_for(".o_notification")
    report = page.evaluate("navigator.clipboard.readText()")
    assert "### asset-file-missing (critical): web.assets_frontend.min.css" in report
    assert "view-field-missing" in report
    assert "| assets | fail |" in report
    assert not ours(page.errors)


def test_without_a_clipboard_the_report_is_a_file(broken, page, tmp_path):
    """A browser gives none to a page that came over plain HTTP."""
    show(broken, page, *SCREENS["overview"])
    page.send(
        "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path)
    )
    page.evaluate("delete Navigator.prototype.clipboard")
    page.click(".o_ipai_health_more")
    choose(page, "Copy report")
    file = tmp_path / "health.md"
    assert wait_until(lambda: file.exists() and file.read_text(), 10)
    assert "view-field-missing" in file.read_text()
    assert not ours(page.errors)


def choose(page, label):
    """Click on the entry of the open menu that says ``label``."""
    entry = (
        "[...document.querySelectorAll('.o-dropdown-item')].find("
        f"each => each.innerText.includes({json.dumps(label)}))"
    )
    page.wait(f"!!{entry}")
    page.evaluate(f"{entry}.click()")


def test_a_run_is_begun_watched_and_told(site, page):
    show(site, page, *SCREENS["overview"])
    page.click(".o_ipai_health_more")
    choose(page, "Look at everything")
    page.wait_for(".progress")
    page.wait(
        "document.querySelector('.o_ipai_health_status p').innerText"
        ".includes('(Full, ')",
        120,
    )
    assert not there(page, ".progress")


def test_maintenance_is_planned_and_given_up(site, page):
    show(site, page, *SCREENS["overview"])
    page.click(".o_ipai_health_more")
    choose(page, "Plan maintenance")
    page.wait_for(".modal button[name=action_plan]")
    settle(page)
    assert_for_everybody(page, ".modal p", ".modal footer", ".modal label")
    page.click(".modal button[name=action_plan]")
    page.wait_for(f"{PAGE} .alert-info")
    assert "planned from" in text(page, f"{PAGE} .alert-info")
    assert_for_everybody(page, PAGE)
    page.click(".o_ipai_health_more")
    choose(page, "Give up the maintenance")
    page.wait(f"!document.querySelector('{PAGE} .alert-info')")
    assert not ours(page.errors)


def test_from_right_to_left(broken, stranger):
    page = stranger
    page.send("Network.clearBrowserCookies")
    page.log_in(broken.server.url, "amal", "amal")
    page.errors.clear()  # the login page lacks the style sheet that is lost
    for size in (WIDE, NARROW):
        page.resize(*size)
        unfold(broken, page)
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        sign, words, text, chevron = (
            page.evaluate(
                f"document.querySelector('{selector}').getBoundingClientRect().left"
            )
            for selector in (
                ".o_ipai_health_sign",
                ".o_ipai_health_status h2",
                ".o_ipai_health_finding summary strong",
                ".o_ipai_health_severity",
            )
        )
        assert sign > words
        if size == WIDE:
            assert chevron > text
        assert not overflowing(page)
        assert_for_everybody(page, PAGE)
    assert any(".rtl." in url for (url,) in broken.bundles())
    assert not ours(page.errors)
