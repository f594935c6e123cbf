"""Two administrators in two browsers, two workers: one purge, which both serve."""

import contextlib
import signal
import threading

import psutil
from browser.chromium import Browser
from purging import assert_whole, plan, purge, repairs, serve_lost
from sandbox.processes import wait_until


def test_two_administrators_at_once_are_one_purge_and_both_workers_serve_it(
    make_site, browser
):
    with Browser() as second:
        pages = [browser.page(), second.page()]
        site = serve_lost(make_site, pages[0], mode="prefork", name="two")
        pages[1].log_in(site.server.url)
        for page in pages:
            plan(site, page)
        at_once = threading.Barrier(2)

        def confirm(page):
            at_once.wait()
            purge(page)

        people = [threading.Thread(target=confirm, args=(page,)) for page in pages]
        for person in people:
            person.start()
        for person in people:
            person.join()
        told = sorted(
            page.evaluate("document.querySelector('.modal .alert').className")
            for page in pages
        )
    assert "alert-success" in told[0]
    assert "alert-warning" in told[1]
    assert repairs(site) == [("done", 1), ("refused", 1)]
    for worker in _workers(site.server):
        with _alone(site.server, worker):
            assert_whole(site)


def _workers(server):
    """Return the processes that serve ordinary requests."""
    children = psutil.Process(server.process.pid).children()
    serving = [each for each in children if _listens(each, server.port)]
    assert len(serving) >= 2, children
    return serving


def _listens(process, port):
    return any(each.laddr.port == port for each in process.net_connections("tcp"))


def _is_stopped(process):
    return process.status() == psutil.STATUS_STOPPED


@contextlib.contextmanager
def _alone(server, worker):
    """Let ``worker`` be the only one that can take a request."""
    others = [each for each in _workers(server) if each != worker]
    for other in others:
        other.send_signal(signal.SIGSTOP)
    # on a busy machine that takes a while, and the next request is theirs meanwhile
    assert wait_until(lambda: all(map(_is_stopped, others)), 10)
    try:
        yield
    finally:
        for other in others:
            other.send_signal(signal.SIGCONT)
