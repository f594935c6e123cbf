"""Generated bundles and their files, as faults find them."""


def keep(site, bundle):
    """Return the file of the stored ``bundle`` and its bytes."""
    _id, _url, name = newest(site, bundle)
    file = site.filestore / name
    return file, file.read_bytes()


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


def put_back(_site, kept):
    """Write the bytes that :func:`keep` returned."""
    file, content = kept
    file.write_bytes(content)


def subject_of(bundle):
    """Return the function that gives the subject of a finding about ``bundle``."""
    return lambda _site: bundle


def build_again(site):
    """Let Odoo forget every generated bundle and build those of the login page."""
    site.call("ir.attachment", "regenerate_assets_bundles")
    site.warm_up()
