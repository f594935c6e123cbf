"""A purge asked for in a real browser, and what pages get before and after it."""

import re


def lose(site, like):
    """Delete the file of the bundle ``like`` as it is served: when two requests build
    it at once, Odoo may store it twice.
    """
    ((name,), *_older) = site.sql(
        "SELECT store_fname FROM ir_attachment WHERE url LIKE %s"
        " AND res_model = 'ir.ui.view' AND create_uid = 1 ORDER BY id DESC",
        [f"/web/assets/%/{like}"],
    )
    (site.filestore / name).unlink()


def linked(site):
    """Return the code and size of each bundle that the login page links."""
    login, _headers, page = site.server.get("/web/login")
    urls = re.findall(r'(?:src|href|data-src)="(/web/assets/[^"]+)"', page.decode())
    assert urls, (login, page[:500])
    answers = [site.server.get(url) for url in urls]
    return [(code, len(body)) for code, _headers, body in answers]


def assert_whole(site):
    assert all(code == 200 and size > 1000 for code, size in linked(site))


def ours(errors):
    """Leave out what Debian's package of Odoo itself lacks."""
    return [error for error in errors if "selfie_segmentation" not in error]


def serve_lost(make_site, page, **options):
    """Serve a database with a lost style sheet, its finding on the page."""
    site = make_site(**options)
    site.warm_up()
    site.look("--check", "assets")
    page.log_in(site.server.url)
    lose(site, "web.assets_frontend.min.css")
    assert any(code == 500 for code, _size in linked(site))
    site.look("--check", "assets")
    assert "asset-file-missing" in site.open_rules()
    return site


CONFIRM = ".modal footer .btn-primary:not([disabled])"


def plan(site, page):
    """Open the purge's plan from the finding."""
    page.goto(f"{site.server.url}/odoo/health")
    page.click("[data-rule=asset-file-missing] summary")
    page.click("[data-rule=asset-file-missing] button[name=purge-assets]")
    page.wait_for(CONFIRM)


def purge(page, clicks="button.click()"):
    """Confirm the plan and wait for what happened."""
    page.evaluate(f"(button => {{ {clicks} }})(document.querySelector('{CONFIRM}'))")
    page.wait_for(".modal .alert", 90)


def repairs(site):
    return sorted(
        site.sql("SELECT state, count(*) FROM ipai_health_remedy_log GROUP BY state")
    )
