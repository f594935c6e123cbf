"""How far a run is, on one line of the terminal that goes away when it is done."""

import contextlib

CLEAR = "\r\033[K"


@contextlib.contextmanager
def progress(stream):
    """Give the function that shows check, done and total on ``stream``; ``None`` where
    nobody watches, as in a log of CI.
    """
    if not stream.isatty():
        yield None
        return

    def tell(check, done, total):
        stream.write(f"{CLEAR}{check}: {done:,} of {total:,}")
        stream.flush()

    try:
        yield tell
    finally:
        stream.write(CLEAR)
        stream.flush()
