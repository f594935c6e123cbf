"""Odd requests over real sockets: a promised answer, or a clean refusal by the HTTP
server, and never a traceback.
"""

import os
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("IPAI_HEALTH_ODD_REQUESTS", "1000"))
"""On each port; ``make soak-probe`` asks 20,000."""

OURS = {200, 404, 405, 503}
SERVERS = {400, 414, 431}

BODIES = {b"", b'{"status": "pass"}', b'{"status": "warn"}', b'{"status": "fail"}'}

WHITE = {0x7F, 0x85, 0xA0}
"""Python's HTTP server takes these for spaces and refuses the request line; Odoo's
threaded handler then dies of that refusal, before any application is asked.
"""

ODD = st.binary(max_size=40).map(
    lambda text: bytes(each for each in text if each > 32 and each not in WHITE)
)

TARGETS = st.one_of(
    ODD.map(b"/ipai/health/".__add__),
    ODD.map(b"/ipai/health?".__add__),
    st.lists(
        st.sampled_from(
            [
                *(
                    b"/ipai/health",
                    b"/live",
                    b"/ready",
                    b"/checks/",
                    b"/metrics",
                    b"//",
                ),
                *(
                    b"?verbose",
                    b"&db=%ff",
                    b"&exclude=x",
                    b"%00",
                    b"%2f",
                    b"\xff",
                    b"%",
                ),
                *(b";", b"#", b"..", b"%0d%0aSet-Cookie:x=1", b"a" * 2000),
            ]
        ),
        max_size=6,
    ).map(lambda parts: b"/ipai/health/" + b"".join(parts)),
    st.sampled_from(
        [b"//ipai/health", b"http://x/ipai/health", b"http://x//ipai/health/ready"]
    ),
)

HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(b"Host", b"Cookie", b"Authorization", b"X-Odoo-Database"),
                *(b"X-Forwarded-For", b"X-Forwarded-Host", b"Content-Type", b"Accept"),
            ]
        ),
        st.one_of(ODD, st.sampled_from([b"session_id=x", b"Bearer x", b"x" * 4000])),
    ),
    max_size=4,
)

METHODS = st.sampled_from([b"GET", b"HEAD", b"OPTIONS", b"POST", b"PUT", b"DELETE"])


def exchange(port, request):
    """Return code, headers and body of the answer to the bytes of ``request``."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    head, _gap, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.split(b"\r\n")
    names = {each.partition(b":")[0].lower() for each in headers}
    return int(status.split()[1]), names, body


def judge(port, version, method, target, headers):
    lines = [b" ".join((method, target, version))]
    lines += [b": ".join(each) for each in headers]
    if method in (b"POST", b"PUT"):
        lines.append(b"Content-Length: 0")
    lines.append(b"Connection: close")
    code, names, body = exchange(port, b"\r\n".join(lines) + b"\r\n\r\n")
    if code in SERVERS:
        return
    assert code in OURS
    assert body in BODIES
    assert b"set-cookie" not in names
    assert b"location" not in names


def ask_oddly(port):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        version=st.sampled_from([b"HTTP/1.1", b"HTTP/1.0"]),
        method=METHODS,
        target=TARGETS,
        headers=HEADERS,
    )
    def ask(version, method, target, headers):
        judge(port, version, method, target, headers)

    ask()


def test_only_promised_answers(bench):
    seen = len(bench.log())
    for port in bench.ports:
        ask_oddly(port)
    told = bench.log()[seen:]
    assert "Traceback" not in told
    assert "Set-Cookie" not in told


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /ipai/health HTTP/1.0\r\n\r\n",
        b"OPTIONS /ipai/health/ready HTTP/1.0\r\n\r\n",
        b"GET //ipai/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET http://a/ipai/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET http://a//ipai//health HTTP/1.0\r\n\r\n",
        b"HEAD /ipai/health/live HTTP/1.0\r\nHost:\r\n\r\n",
    ],
)
def test_what_balancers_send(bench, request_):
    for port in bench.ports:
        assert exchange(port, request_)[0] == 200


def test_the_token_is_in_no_command_line(bench):
    for pid in bench.processes():
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            assert b"a-token" not in file.read()
    assert "a-token" not in bench.log()
