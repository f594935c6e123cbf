"""A mail server that takes every letter and keeps its subject: people can be told."""

import socketserver
import threading

WORDS = {
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
    b"EHLO": b"250 sink\r\n",
}
"""What is answered to the words that want more than 250."""


class MailSink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own of this machine, from a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.subjects = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        """End it."""
        self.shutdown()
        self.server_close()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 sink\r\n")
        letter = False
        for line in self.rfile:
            if letter:
                if line.startswith(b"Subject: "):
                    self.server.subjects.append(line.decode(errors="replace"))
                letter = line.strip() != b"."
                if letter:
                    continue
            word = line[:4].upper().strip()
            letter = word == b"DATA"
            self.wfile.write(WORDS.get(word, b"250 taken\r\n"))
            if word == b"QUIT":
                return
