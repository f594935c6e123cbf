"""Errors of browsers keep their names and lose their values."""

import time

import pytest

from ipai_health.core.client_error import client_error, strip_values

STACK = """TypeError: x is undefined
    at PartnerForm.setup (https://erp.example.com/web/assets/abcdef0/web.min.js:1:20)
    at App.mount (https://erp.example.com/web/assets/abcdef0/web.min.js:3:4)"""


@pytest.mark.parametrize(
    "text",
    [
        "Cannot read properties of undefined (reading 'name')",
        '"res.partner"."x_lost" field is undefined.',
        "owl lifecycle: t-out is not a function",
    ],
)
def test_names_stay(text):
    assert strip_values(text) == text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('Invalid value "Jane Doe"', "Jane"),
        ("unknown user jane@example.com", "jane@"),
        ("GET /web/of/jane@example.com/x failed", "jane@"),
        ("no account 40012345678", "40012345678"),
        ("GET https://erp.example.com/web?token=abc failed", "abc"),
        ("GET https://erp.example.com/web/x failed", "erp.example.com"),
        ("password: hunter2 refused", "hunter2"),
    ],
)
def test_values_go(text, secret):
    assert secret not in strip_values(text)


def test_the_same_error_of_another_bundle_or_line_is_the_same():
    other = STACK.replace("abcdef0", "0123456").replace(":1:20", ":9:99")
    assert client_error("x", STACK).fingerprint == client_error("x", other).fingerprint


def test_another_message_or_place_is_another_error():
    first = client_error("x", STACK).fingerprint
    assert first != client_error("y", STACK).fingerprint
    assert first != client_error("x", STACK.replace("setup", "render")).fingerprint


def test_firefox_writes_places_in_another_way():
    stack = "setup@https://erp.example.com/web/assets/abcdef0/web.min.js:1:20\n"
    first = client_error("x", stack).fingerprint
    assert first != client_error("x", stack.replace("setup", "render")).fingerprint
    assert first != client_error("x", "").fingerprint
    assert first == client_error("x", f"Error: x\n{stack}").fingerprint


def test_it_names_field_and_component():
    error = client_error('"res.partner"."x_lost" field is undefined.', STACK)
    assert error.field == ("res.partner", "x_lost")
    assert error.component == "PartnerForm"


def test_what_it_does_not_say_is_not_made_up():
    error = client_error("Out of memory", "")
    assert error.field is None
    assert error.component == ""


def test_what_is_long_takes_no_time():
    started = time.process_time()
    for letter in ("a", "a@", "1", '"', "http://a?", "password"):
        client_error(letter * 16_000, letter * 16_000)
    assert time.process_time() - started < 1.0


def test_it_is_bounded():
    error = client_error("m" * 5000, "s" * 50_000)
    assert len(error.message) <= 300
    assert len(error.stack) <= 2000
