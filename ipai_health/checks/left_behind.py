"""Looks that hang where nothing stops them, as in a file of a server that is lost.

No other thread, no signal and no exception ends a system call that waits for a disk.
Such a look costs a thread for as long as it hangs; a second one would hang as well.
"""

import threading

_MARK = "ipai_health_left_behind"
"""The attribute of a thread that nobody waits for any more: what it looks at."""


def leave(thread, database, check):
    """Note that nobody waits any more for ``thread``, in which ``check`` looks."""
    setattr(thread, _MARK, (database, check))


def still_lives(database, check, patience):
    """Tell whether a thread that was left behind with ``check`` still lives after
    ``patience`` seconds: it may be about to end.
    """
    for thread in threading.enumerate():
        if getattr(thread, _MARK, None) == (database, check):
            thread.join(patience)
            if thread.is_alive():
                return True
    return False
