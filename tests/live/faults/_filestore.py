"""The one attached file of the module ``sandbox_bookcase``, as faults find it."""

from sandbox.faults.files import doing

from ._book import record


def breaking(rule, change):
    """Return everything of a fault but its title: ``change`` of :mod:`_files` is done
    to the attached file, which ``rule`` then names.
    """
    return found(rule) | doing(change, file_of)


def found(rule):
    """Return what is said when ``rule`` names the attached file."""
    return {
        "rule": rule,
        "subject": name_of,
        "breaks": "the attached file",
        "stored": True,
        "health": 200,
        "ready": 200,
    }


def file_of(site):
    """Return the path of the file."""
    return site.filestore / name_of(site)


def name_of(site):
    """Return the name of the file in the filestore."""
    ((name,),) = site.sql(
        "SELECT store_fname FROM ir_attachment WHERE id = %s",
        [record(site, "attached")],
    )
    return name
