"""When a process starts its helper thread, and how the thread learns of the end.

Odoo's server classes say it best: ``cron_spawn`` runs only in a threaded server that
goes on after its start, ``Worker.start`` only in a worker, ``GeventServer.start`` only
in a server for long polling. ``odoo shell``, tests and ``--stop-after-init`` call none.
"""

import functools
import os
import signal
import threading
import time

import odoo
from odoo.service import server
from odoo.tools import config

from .helper import Helper

TREE = "IPAI_HEALTH_TREE"
"""Environment variable that tells a long polling process who its parent is."""

_helper = None


def arrange():
    """See to it that this process has a helper thread if it serves, once a process."""
    if getattr(server.Worker.start, "ipai_health", False):
        return
    if odoo.evented:
        _after(server.GeventServer, "start", before=_start_evented)
        return
    os.environ[TREE] = str(os.getpid())
    _after(server.ThreadedServer, "cron_spawn", _start)
    _after(server.Worker, "start", _start_in_worker)
    _after(server.Worker, "signal_handler", lambda *_: _tell("leave"))
    _after(server.Worker, "check_limits", _retire_worker)
    _after(server.WorkerCron, "check_limits", _retire_worker)
    _after(server.WorkerCron, "sleep", before=_note_turn)
    _after(server.Worker, "stop", _leave)
    server.CommonServer.on_stop(_leave)
    if _serves_already():
        _start()


def helper():
    """Return the helper of this process, ``None`` when it has none."""
    return _helper


def _after(owner, name, after=None, before=None):
    """Wrap a method of ``owner``; ``before`` and ``after`` are given its ``self``."""
    original = owner.__dict__[name]

    @functools.wraps(original)
    def wrapper(self, *arguments, **options):
        if before:
            before(self)
        result = original(self, *arguments, **options)
        if after:
            after(self)
        return result

    wrapper.ipai_health = True
    setattr(owner, name, wrapper)


def _serves_already():
    """Tell whether this process serves by now: the addon is loaded late where it is
    not server-wide.
    """
    current, thread = server.server, threading.current_thread()
    if current is None or config["stop_after_init"]:
        return False
    if isinstance(current, server.PreforkServer):
        # a worker that runs scheduled actions ends only after its action
        elsewhere = config["http_enable"] and "WorkerCron" in thread.name
        return os.getpid() != current.pid and not elsewhere
    if thread.__dict__.get("type") == "cron":
        return True
    return getattr(current, "httpd", None) is not None


def _start(_server=None):
    global _helper
    if _helper is None and not config["test_enable"]:
        _helper = Helper()
        _helper.start()


def _start_in_worker(worker):
    if isinstance(worker, server.WorkerHTTP) or not config["http_enable"]:
        _start()


def _start_evented(_server):
    """A long polling process of a prefork server leaves it to its parent's workers."""
    if os.environ.get(TREE) == str(os.getppid()):
        return
    import gevent

    _start()
    gevent.signal_handler(signal.SIGTERM, _end_evented)


def _end_evented():
    """Say goodbye first, then do what SIGTERM does without anybody handling it."""
    _leave()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def _note_turn(_worker):
    """Note from when on the time of a worker of scheduled actions counts: its last sign
    of life, before it waits for work. A threaded server notes the same.
    """
    threading.current_thread().start_time = time.time()


def _tell(word):
    if _helper is not None:
        getattr(_helper, word)()


def _retire_worker(worker):
    if not worker.alive:
        _tell("retire")


def _leave(_owner=None):
    _tell("leave")
    _tell("join")
