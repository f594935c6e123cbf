"""An old version of a bundle is kept for days."""

from sandbox.faults.fault import Fault

from ._bundle import newest

BUNDLE = "web.assets_frontend.min.css"

NEW = """
    INSERT INTO ir_attachment
        (name, url, type, res_model, res_id, store_fname, file_size, checksum,
         mimetype, public, create_uid, create_date, write_date)
    SELECT name, url, type, res_model, res_id, store_fname, file_size, checksum,
           mimetype, public, create_uid, create_date, write_date
    FROM ir_attachment WHERE id = %s RETURNING id
"""
AGED = """
    UPDATE ir_attachment SET url = %s, create_date = create_date + %s::interval,
        write_date = write_date + %s::interval WHERE id = %s
"""


def inject(site):
    """Let the bundle that is served be a newer one than one of three days ago."""
    old, url, _name = newest(site, BUNDLE)
    ((new,),) = site.sql(NEW, [old])
    site.sql(AGED, [f"/web/assets/0000000/{BUNDLE}", "-3 days", "-3 days", old])
    return old, url, new


def repair(site, kept):
    old, url, new = kept
    site.sql("DELETE FROM ir_attachment WHERE id = %s", [new])
    site.sql(AGED, [url, "3 days", "3 days", old])


FAULT = Fault(
    title="an old version of a bundle",
    rule="asset-superseded",
    subject=lambda _site: BUNDLE,
    breaks=BUNDLE,
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
