"""A source of a bundle is gone, while the bundle made of it is still served."""

from sandbox.faults.fault import Fault

from ._book import MODULE, file_of

SOURCE = "static/src/bookcase.js"


LAST = "SELECT coalesce(max(id), 0) FROM ir_attachment"

BUILT_SINCE = "DELETE FROM ir_attachment WHERE id > %s AND url LIKE '/web/assets/%%'"


def inject(site):
    file = file_of(site, SOURCE)
    hidden = file.with_suffix(".hidden")
    ((last,),) = site.sql(LAST)
    file.rename(hidden)
    return file, hidden, last


def repair(site, kept):
    file, hidden, last = kept
    hidden.rename(file)
    # the node looks at its own pages, and may have built one without the source
    site.sql(BUILT_SINCE, [last])


FAULT = Fault(
    title="a bundle whose source is gone",
    rule="asset-source-missing",
    subject=lambda _site: f"/{MODULE}/{SOURCE}",
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
