"""Whatever a finding is made of can be stored and printed."""

import pytest

from ipai_health.core.finding import LONGEST_MESSAGE, LONGEST_SUBJECT, Finding


def finding(subject="x", message="It is broken."):
    return Finding("view-invalid", subject, message)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\udfff"])
def test_what_is_no_text_is_replaced(odd):
    found = finding(f"a{odd}b", f"It is {odd}.")
    assert (found.subject, found.message) == ("a\ufffdb", "It is \ufffd.")
    assert found.fingerprint


def test_what_is_too_long_is_cut_and_stays_its_own():
    one, other = finding("x" * 6000 + "1"), finding("x" * 6000 + "2")
    assert len(one.subject) <= LONGEST_SUBJECT
    assert one.subject != other.subject
    assert one.subject == finding("x" * 6000 + "1").subject
    assert len(finding(message="y" * 9000).message) == LONGEST_MESSAGE


def test_what_fits_stays_as_it_is():
    text = "é\n\t\x1b漢😀" + "z" * (LONGEST_SUBJECT - 7)
    found = finding(text, text)
    assert (found.subject, found.message) == (text, text)
