"""A link to PostgreSQL that a test can break: a small TCP proxy, and dead ends."""

import contextlib
import selectors
import socket
import struct
import threading
import time

AT_ONCE = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing resets the connection instead of ending it politely."""


class Link:
    """Forwards connections to ``target`` from a port of its own, until told not to.

    ``mute`` swallows everything from now on, in connections that are open too;
    ``vanish`` does that and lets the kernel drop every new attempt to connect;
    ``silence`` ends what is open, accepts new connections and never says a word;
    ``reset`` resets every connection; ``deafen`` lets nobody listen; ``delay`` holds
    everything back. ``heal`` forwards again and ends what was broken.
    """

    def __init__(self, target):
        self.target = target
        self.muted = False
        self.resetting = False
        self.seconds = 0.0
        self.pairs = []
        self.lock = threading.Lock()
        self.hole = None
        self.port = 0
        self._listen()

    def _listen(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(
            target=self._accept, args=(self.listener,), daemon=True
        ).start()

    def _accept(self, listener):
        while True:
            try:
                here, _address = listener.accept()
            except OSError:
                return
            if self.resetting:
                here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                here.close()
                continue
            if self._swallow(here):
                continue
            try:
                there = socket.create_connection(self.target, timeout=5)
            except OSError:
                here.close()
                continue
            with self.lock:
                self.pairs.append((here, there))
            threading.Thread(
                target=self._forward, args=(here, there), daemon=True
            ).start()

    def _swallow(self, here):
        """Keep ``here`` and say nothing to it, where the link is mute: tell whether."""
        with self.lock:
            if self.muted:
                self.pairs.append((here, None))
            return self.muted

    def _forward(self, here, there):
        other = {here: there, there: here}
        with selectors.DefaultSelector() as selector, contextlib.suppress(OSError):
            for each in other:
                selector.register(each, selectors.EVENT_READ)
            ended = False
            while not ended:
                for key, _events in selector.select(1.0):
                    data = key.fileobj.recv(65536)
                    ended = ended or not data
                    time.sleep(self.seconds)
                    if data and not self.muted:
                        other[key.fileobj].sendall(data)
        here.close()
        there.close()

    def mute(self):
        """Swallow everything from now on."""
        self.muted = True

    def silence(self):
        """Accept, and never say a word."""
        self.mute()
        self.cut()

    def vanish(self):
        """Be a network that drops every packet."""
        self.mute()
        self._stop_listening()
        self.hole = BlackHole(self.port)

    def reset(self):
        """Reset every connection that is open, and each new one."""
        self.resetting = True
        self.cut()

    def deafen(self):
        """Let nobody listen, and end what is open."""
        self._stop_listening()
        self.cut()

    def delay(self, seconds):
        """Hold everything back for ``seconds`` in each direction."""
        self.seconds = seconds

    def heal(self):
        """Forward again; what was swallowed is lost.

        Before anything is cut: whoever is, connects again at once, and would be kept
        waiting for ever by a link that is still mute.
        """
        with self.lock:
            self.muted = self.resetting = False
        self.cut()
        if self.hole:
            self.hole.close()
            self.hole = None
        if self.listener.fileno() < 0:
            self._listen()

    def cut(self):
        """End every connection that is open."""
        with self.lock:
            pairs, self.pairs = self.pairs, []
        for each in (one for pair in pairs for one in pair if one):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _stop_listening(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def close(self):
        """End the link."""
        self._stop_listening()
        self.cut()
        if self.hole:
            self.hole.close()


class Pooler:
    """Stands before PostgreSQL as PgBouncer does: it refuses startup options, or
    ``ignores`` them.
    """

    def __init__(self, target, ignores=False):
        self.target = target
        self.ignores = ignores
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.refused = self.served = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                here, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(here,), daemon=True).start()

    def _serve(self, here):
        with contextlib.suppress(OSError), contextlib.closing(here):
            packet = here.recv(65536)
            while len(packet) == 8:  # asks for encryption first
                here.sendall(b"N")
                packet = here.recv(65536)
            if self.ignores:
                packet = _without_options(packet)
            if b"\0options\0" in packet:
                self.refused += 1
                fields = b"SFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
                here.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
                return
            with socket.create_connection(self.target, 60) as there:
                self.served += 1
                there.settimeout(None)  # it may say nothing for as long as it likes
                there.sendall(packet)
                _join(here, there)

    def close(self):
        """End it."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def _without_options(packet):
    """Return the startup packet: its length, the protocol, and names and values."""
    words = packet[8:].split(b"\0")
    pairs = dict(zip(words[::2], words[1::2], strict=False))
    pairs.pop(b"options", None)
    pairs.pop(b"", None)
    content = b"".join(b"%b\0%b\0" % pair for pair in pairs.items()) + b"\0"
    return (len(content) + 8).to_bytes(4, "big") + packet[4:8] + content


def _join(here, there):
    other = {here: there, there: here}
    with selectors.DefaultSelector() as selector:
        for each in other:
            selector.register(each, selectors.EVENT_READ)
        while True:
            for key, _events in selector.select():
                data = key.fileobj.recv(65536)
                if not data:
                    return
                other[key.fileobj].sendall(data)


class BlackHole:
    """A port on which the kernel drops every attempt to connect: its queue of waiting
    connections is full and nobody accepts them.
    """

    def __init__(self, port=0):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
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
