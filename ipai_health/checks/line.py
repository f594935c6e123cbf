"""The connection of one look, which its thread hands back or another one cuts."""

import contextlib
import socket
import threading

import psycopg2


class Line:
    """A cursor whose connection two threads may end, each in its way: what went back
    to Odoo's pool may serve somebody else a moment later, and is left alone.
    """

    def __init__(self, cursor):
        self.cursor = cursor
        self._ending = threading.Lock()

    def close(self):
        """Roll back and hand the connection back to the pool, unless it was cut."""
        try:
            # first what waits for the network: it can still be cut
            self.cursor.rollback()
        finally:
            with self._ending:
                self.cursor.close()

    def cancel(self):
        """Cancel the statement that runs."""
        with self._ending, contextlib.suppress(psycopg2.Error):
            if not self.cursor.closed:
                self.cursor._cnx.cancel()

    def cut(self):
        """End the connection, and with it the transaction, whatever the thread of the
        look waits for. Odoo's pool drops a closed one when it is next asked for any.
        """
        with self._ending:
            if self.cursor.closed:
                return
            connection = self.cursor._cnx
            # a thread that waits for PostgreSQL holds what closing waits for
            with contextlib.suppress(psycopg2.Error, OSError):
                _shut(connection.fileno())
            connection.close()


def _shut(descriptor):
    """End what is said on the socket ``descriptor``, which stays its owner's."""
    line = socket.socket(fileno=descriptor)
    try:
        line.shutdown(socket.SHUT_RDWR)
    finally:
        line.detach()
