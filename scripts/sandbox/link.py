"""A link to PostgreSQL that a test can break: a small TCP proxy, and dead ends."""

import contextlib
import selectors
import socket
import threading


class Link:
    """Forwards connections to ``target`` from a port of its own, until told not to.

    ``mute`` swallows everything from now on, in connections that are open too, as a
    network does that lost its way; ``heal`` forwards new connections again and ends
    the muted ones.
    """

    def __init__(self, target):
        self.target = target
        self.muted = False
        self.pairs = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        while True:
            try:
                here, _address = self.listener.accept()
            except OSError:
                return
            there = None
            if not self.muted:
                try:
                    there = socket.create_connection(self.target, timeout=5)
                except OSError:
                    here.close()
                    continue
            self.pairs.append((here, there))
            if there:
                threading.Thread(
                    target=self._forward, args=(here, there), daemon=True
                ).start()

    def _forward(self, here, there):
        other = {here: there, there: here}
        with selectors.DefaultSelector() as selector:
            for each in other:
                selector.register(each, selectors.EVENT_READ)
            with contextlib.suppress(OSError):
                while True:
                    for key, _events in selector.select(1.0):
                        data = key.fileobj.recv(65536)
                        if not data:
                            return self._close(here, there)
                        if not self.muted:
                            other[key.fileobj].sendall(data)
        return self._close(here, there)

    def _close(self, *sockets):
        for each in sockets:
            if each:
                each.close()

    def mute(self):
        """Swallow everything from now on."""
        self.muted = True

    def heal(self):
        """Forward again; what was swallowed is lost."""
        self.cut()
        self.muted = False

    def cut(self):
        """End every connection that is open."""
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for each in pair:
                if each:
                    with contextlib.suppress(OSError):
                        each.shutdown(socket.SHUT_RDWR)

    def close(self):
        """End the link."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.cut()


class BlackHole:
    """A port on which the kernel drops every attempt to connect: its queue of waiting
    connections is full and nobody accepts them.
    """

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _each in range(4):
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(caller)

    def close(self):
        """Give the port back."""
        for each in (*self.waiting, self.listener):
            each.close()


class SilentListener:
    """A port that accepts every connection and never says a word."""

    def __init__(self):
        self.link = Link(("127.0.0.1", 1))
        self.link.mute()
        self.port = self.link.port

    def close(self):
        """Give the port back."""
        self.link.close()
