"""The generated stylesheet of the login page, as the two faults of it find it."""


def frontend(site):
    """Return URL and file of the stylesheet that the login page links."""
    rows = site.sql(
        "SELECT url, store_fname FROM ir_attachment "
        "WHERE url LIKE '/web/assets/%/web.assets_frontend.min.css' "
        "AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = 1"
    )
    url, name = rows[0]
    return url, site.filestore / name


def page(site):
    """Return the path of the stylesheet."""
    return frontend(site)[0]


def keep(site):
    """Return the file and its bytes, to be put back."""
    _url, file = frontend(site)
    return file, file.read_bytes()


def put_back(_site, kept):
    """Write the bytes that :func:`keep` returned."""
    file, content = kept
    file.write_bytes(content)
