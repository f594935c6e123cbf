"""Generated bundles and their files, as faults find them."""

from sandbox.faults.files import doing


def breaking(bundle, rule, change):
    """Return everything of a fault but its title: ``change`` of :mod:`_files` is done
    to the file of the stored ``bundle``, which ``rule`` then names.
    """
    return found(bundle, rule) | doing(change, lambda site: file_of(site, bundle))


def found(bundle, rule):
    """Return what is said when ``rule`` names ``bundle``."""
    return {
        "rule": rule,
        "subject": lambda _site: bundle,
        "breaks": bundle,
        "stored": True,
        "health": 503,
        "ready": 200,
    }


def file_of(site, bundle):
    """Return the path of the file of the stored ``bundle``."""
    _id, _url, name = newest(site, bundle)
    return site.filestore / name


def newest(site, bundle):
    """Return id, URL and file name of ``bundle`` as it is served: when two requests
    build it at once, Odoo may store it twice.
    """
    rows = site.sql(
        "SELECT id, url, store_fname FROM ir_attachment WHERE url LIKE %s AND "
        "res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1 ORDER BY id DESC",
        [f"/web/assets/%/{bundle}"],
    )
    return rows[0]


def build_again(site):
    """Let Odoo forget every generated bundle and build those of the login page."""
    site.call("ir.attachment", "regenerate_assets_bundles")
    site.warm_up()
