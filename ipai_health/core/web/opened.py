"""The connections of one question, which may have to be hung up on."""

from __future__ import annotations

import contextlib
import http.client
import socket


class Opened:
    """Remembers connections, to end them also under a thread that waits for bytes."""

    def __init__(self) -> None:
        self._connections: list[http.client.HTTPConnection] = []
        self._sockets: list[socket.socket] = []

    def remember(self, connection: http.client.HTTPConnection) -> None:
        """Remember ``connection``, which may have no socket yet."""
        self._connections.append(connection)

    def connect(self, connection: http.client.HTTPConnection) -> None:
        """Connect, and remember the socket: an answer without a length takes it from
        its connection. Raise ``OSError``.
        """
        connection.connect()
        self._sockets.append(connection.sock)

    def hang_up(self) -> None:
        """End everything that was opened."""
        for one in (*self._sockets, *(each.sock for each in self._connections)):
            if one is not None:
                hang_up(one)


def hang_up(opened: socket.socket) -> None:
    """Close for good, also under a thread that still waits for bytes."""
    with contextlib.suppress(OSError):  # the other side may be faster
        opened.shutdown(socket.SHUT_RDWR)
    opened.close()
