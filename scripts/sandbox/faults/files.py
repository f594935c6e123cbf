"""One stored file, as faults lose and change it."""


def lose(file, _content):
    """Delete ``file``."""
    file.unlink()


def alter(file, content):
    """Write other bytes, as many as before."""
    file.write_bytes(content.swapcase())


def cut_short(file, content):
    """Write the first half alone."""
    file.write_bytes(content[: len(content) // 2])


def empty(file, _content):
    """Leave no byte."""
    file.write_bytes(b"")


def doing(change, file_of):
    """Return inject and repair of a fault that does ``change`` to a file.

    :param change: one of the above
    :param file_of: gives the path, called with the site
    """

    def inject(site):
        file = file_of(site)
        content = file.read_bytes()
        change(file, content)
        return file, content

    return {"inject": inject, "repair": put_back}


def put_back(_site, kept):
    """Write a file as it was; ``kept`` is its path and its bytes."""
    file, content = kept
    file.write_bytes(content)
