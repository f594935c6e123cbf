"""A network of two: packets between them go lost when a test wants it.

Run as ``python -m sandbox.namespace SOCKET COMMAND…`` it makes a network namespace for
COMMAND and another one in which a forwarder leads to the Unix socket; COMMAND finds it
at ``FAR`` and ``PORT``, and swallows packets by ``blackhole``. Nothing outside of the
two is touched: they end with COMMAND.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading

NEAR, FAR = "10.213.0.1", "10.213.0.2"
PORT = 5432
PEER = "SANDBOX_NAMESPACE_PEER"
"""Environment variable with the process that holds the far namespace."""


def run(socket_path, *command, **options):
    """Run ``command`` beside a far end that leads to ``socket_path``; return the
    completed process.
    """
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    words = ["unshare", *own, "--net", sys.executable, "-m", "sandbox.namespace"]
    return subprocess.run([*words, socket_path, *command], check=False, **options)


@contextlib.contextmanager
def blackhole():
    """Swallow every packet for the length of a ``with``: the far end answers nothing,
    not even that it got something.
    """
    _far("ip", "route", "add", "blackhole", f"{NEAR}/32")
    try:
        yield
    finally:
        _far("ip", "route", "del", "blackhole", f"{NEAR}/32")


def _far(*words):
    peer = os.environ[PEER]
    subprocess.run(["nsenter", "--net", "--target", peer, *words], check=True)


def _main(socket_path, *command):
    # where Debian keeps ip, which a user's own PATH leaves out
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    words = ["unshare", "--net", sys.executable, "-m", "sandbox.namespace", "--far"]
    far = subprocess.Popen([*words, socket_path], stdin=-1, stdout=-1, text=True)
    try:
        far.stdout.readline()  # it is in its namespace
        os.environ[PEER] = str(far.pid)
        _ip("link", "add", "name", "near", "type", "veth", "peer", "name", "far")
        _ip("link", "set", "far", "netns", str(far.pid))
        _ip("link", "set", "lo", "up")
        _ip("addr", "add", f"{NEAR}/24", "dev", "near")
        _ip("link", "set", "near", "up")
        _far("ip", "addr", "add", f"{FAR}/24", "dev", "far")
        _far("ip", "link", "set", "far", "up")
        far.stdin.write("\n")
        far.stdin.flush()
        far.stdout.readline()  # it listens
        return subprocess.run(command, check=False).returncode
    finally:
        far.stdin.close()
        far.wait()


def _ip(*words):
    subprocess.run(["ip", *words], check=True)


def _forward(socket_path):
    """Lead every connection to the socket until standard input ends."""
    print("here", flush=True)
    sys.stdin.readline()
    listener = socket.create_server((FAR, PORT))
    print("listening", flush=True)
    threading.Thread(target=_accept, args=(listener, socket_path), daemon=True).start()
    sys.stdin.readline()


def _accept(listener, socket_path):
    while True:
        here, _address = listener.accept()
        there = socket.socket(socket.AF_UNIX)
        there.connect(socket_path)
        for pair in ((here, there), (there, here)):
            threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(here, there):
    with contextlib.suppress(OSError):
        while data := here.recv(65536):
            there.sendall(data)
        there.shutdown(socket.SHUT_WR)


if __name__ == "__main__":
    if sys.argv[1] == "--far":
        _forward(sys.argv[2])
    else:
        sys.exit(_main(*sys.argv[1:]))
