"""The generated stylesheet of the login page, as the two faults of it find it."""

BUNDLE = "web.assets_frontend.min.css"


def file_of(site):
    """Return the path of its file."""
    return site.filestore / _stored(site)[1]


def page(site):
    """Return the path of its URL, which the login page links."""
    return _stored(site)[0]


def _stored(site):
    rows = site.sql(
        "SELECT url, store_fname FROM ir_attachment "
        "WHERE url LIKE %s "
        "AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1",
        [f"/web/assets/%/{BUNDLE}"],
    )
    return rows[0]
