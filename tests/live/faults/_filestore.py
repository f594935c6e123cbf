"""The one attached file of the module ``sandbox_bookcase``, as faults find it."""

from ._book import record


def name_of(site):
    """Return the name of the file in the filestore."""
    ((name,),) = site.sql(
        "SELECT store_fname FROM ir_attachment WHERE id = %s",
        [record(site, "attached")],
    )
    return name


def keep(site):
    """Return the file and its bytes, to be put back."""
    file = site.filestore / name_of(site)
    return file, file.read_bytes()


def put_back(_site, kept):
    """Write the bytes that :func:`keep` returned."""
    file, content = kept
    file.write_bytes(content)
