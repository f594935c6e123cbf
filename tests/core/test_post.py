"""A message is handed over within its time, by HTTP only, to the one who was named."""

import contextlib
import socket
import threading
import time

import pytest

from ipai_health.core.web.fetch import Unanswered, Unreachable
from ipai_health.core.web.post import is_web_address, post


@contextlib.contextmanager
def answering(*parts, pause=0.0):
    """Serve one request with ``parts`` of an answer; give the address and what came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came = []

        def serve():
            with contextlib.suppress(OSError), server.accept()[0] as client:
                came.append(client.recv(65536))
                while not came[0].endswith(b"}"):
                    came[0] += client.recv(65536)
                for part in parts:
                    client.sendall(part)
                    time.sleep(pause)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/hooks/sesame", came
        thread.join(5)
        assert not thread.is_alive()


BODY = b'{"text": "x"}'
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def test_the_status_is_returned_and_the_body_sent():
    with answering(OK) as (url, came):
        assert post(url, BODY, 5) == 204
    head, _empty, body = came[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hooks/sesame HTTP/1.1\r\n")
    assert b"content-type: application/json" in head.lower()
    assert body == BODY


def test_name_and_password_of_the_address_go_where_they_belong():
    with answering(OK) as (url, came):
        post(url.replace("//", "//ali:baba@"), BODY, 5)
    assert b"Authorization: Basic YWxpOmJhYmE=" in came[0]
    assert b"ali:baba" not in came[0]


def test_a_redirect_is_not_followed():
    with (
        answering(OK) as (inner, came),
        answering(
            b"HTTP/1.1 302 Found\r\nLocation: " + inner.encode() + b"\r\n\r\n"
        ) as (url, _came),
    ):
        assert post(url, BODY, 5) == 302
        assert not came
        assert post(inner, BODY, 5) == 204


@pytest.mark.parametrize("code", [b"404", b"500"])
def test_a_refusal_is_a_status(code):
    with answering(b"HTTP/1.1 " + code + b" No\r\n\r\n") as (url, _came):
        assert post(url, BODY, 5) == int(code)


def test_a_proxy_of_the_environment_is_used(monkeypatch):
    with answering(OK) as (proxy, came):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        assert post("http://chat.example/hook", BODY, 5) == 204
    assert came[0].startswith(b"POST http://chat.example/hook HTTP/1.1\r\n")


def test_a_server_that_drips_holds_nobody():
    header = b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 100
    before = threading.active_count()
    with answering(*header, pause=0.1) as (url, _came):
        begin = time.monotonic()
        with pytest.raises(Unanswered, match=r"no answer within 0\.5 s"):
            post(url, BODY, 0.5)
        assert time.monotonic() - begin < 2
        # nor does a thread wait for it any more
        while threading.active_count() > before + 1 and time.monotonic() - begin < 5:
            time.sleep(0.05)
        assert threading.active_count() <= before + 1


def test_a_body_that_never_ends_is_not_read():
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 1000] * 50, pause=0.1) as (
        url,
        _came,
    ):
        begin = time.monotonic()
        assert post(url, BODY, 5) == 200
        assert time.monotonic() - begin < 2


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/sesame",
        "gopher://127.0.0.1:70/sesame",
        "javascript:alert(1)//sesame",
        "data:text/html,sesame",
        "unix:///run/sesame",
        "http:///sesame",
        "//127.0.0.1/sesame",
        "http://127.0.0.1:sesame/",
        "http://[sesame/",
        "http://127.0.0.1/sesame\r\nX-Injected: 1",
        "http://127.0.0.1/a sesame",
        "http://127.0.0.1/\N{SNOWMAN}sesame",
        "",
    ],
)
def test_other_addresses_are_refused_and_not_told(url):
    assert not is_web_address(url)
    with pytest.raises(Unreachable) as caught:
        post(url, BODY, 5)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "https://chat.example:8065/hooks/x?y=z", "HTTP://a/"]
)
def test_addresses_of_the_web_are_taken(url):
    assert is_web_address(url)


def test_nobody_there_is_told_without_the_address():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unreachable, match=r"^connection refused$"):
        post(f"http://127.0.0.1:{port}/hooks/sesame", BODY, 5)


def test_what_is_no_http_is_told_without_the_address():
    with (
        answering(b"SSH-2.0-OpenSSH\r\n") as (url, _came),
        pytest.raises(Unreachable, match="the answer is no HTTP") as caught,
    ):
        post(url, BODY, 5)
    assert "sesame" not in str(caught.value)
