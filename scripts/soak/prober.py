"""Asks the probe at a steady rate over kept connections, as a balancer does.

A process of its own, so that nothing else of the night delays it.
"""

import argparse
import http.client
import itertools
import threading
import time
from pathlib import Path

from .answers import LOST, Writer, word_of

CONNECTIONS = 8
"""Kept open, where the server keeps them: prefork and threaded Odoo close each."""

PATHS = ("health",) * 6 + ("ready",) * 3 + ("live",)
"""What is asked, in turns; most ask for the whole verdict."""

URLS = {
    "health": "/ipai/health",
    "ready": "/ipai/health/ready",
    "live": "/ipai/health/live",
}

PATIENCE = 30.0
"""Seconds to wait for an answer: far beyond the promise, to see how late it is."""


class Asker:
    """One kept connection to ``port`` of this machine."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=PATIENCE
        )
        self._used = False

    def ask(self, url):
        """Return code and body; a connection that was kept and is closed by now is
        opened again once, as a balancer does.
        """
        for again in (self._used, False):
            try:
                return self._ask(url)
            except (OSError, http.client.HTTPException):
                self._connection.close()
                self._used = False
                if not again:
                    break
        return LOST, b""

    def _ask(self, url):
        self._connection.request("GET", url)
        answer = self._connection.getresponse()
        body = answer.read()
        self._used = self._connection.sock is not None
        return answer.status, body


def probe(port, writer, rate, seconds):
    """Ask ``rate`` times a second for ``seconds``: never more, and fewer where answers
    are late.
    """
    turns = itertools.cycle(PATHS)
    pause = CONNECTIONS / rate
    end = time.time() + seconds

    def ask():
        asker = Asker(port)
        while (started := time.time()) < end:
            what = next(turns)
            code, body = asker.ask(URLS[what])
            writer.write(what, started, code, word_of(body))
            time.sleep(max(started + pause - time.time(), 0))

    threads = [threading.Thread(target=ask) for _each in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
        time.sleep(pause / CONNECTIONS)
    for thread in threads:
        thread.join()


def main():
    """Ask until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("port", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    writer = Writer(options.file)
    probe(options.port, writer, options.rate, options.seconds)
    writer.close()


if __name__ == "__main__":
    main()
