"""What a failed look says: a reason for a person, and PostgreSQL's own code."""

import pytest

from ipai_health.probe.deadline import Deadline
from ipai_health.probe.failure import LookFailed, ServerSilent, SlotsTaken, finding_of
from ipai_health.probe.resolve import resolve, with_addresses


def test_a_failure_says_its_reason_and_keeps_the_code():
    error = SlotsTaken("sorry, too many clients already", "53300")
    assert str(error) == "sorry, too many clients already"
    assert error.code == "53300"
    found = finding_of("prod", error)
    assert found.message.endswith("no connection left: sorry, too many clients already")
    said = finding_of("prod", LookFailed("gone", "57P01")).message
    assert said == "prod does not answer: gone"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "/var/run/postgresql", "@abstract", ""]
)
def test_what_is_no_name_stays_as_it_is(host):
    parameters = {"host": host, "port": "5432"}
    assert with_addresses(parameters, Deadline(1.0)) == parameters


def test_a_name_gets_its_address_beside_it():
    found = with_addresses({"host": "/run,localhost", "port": "1,2"}, Deadline(2.0))
    rows = list(zip(*(found[key].split(",") for key in found), strict=True))
    assert set(found) == {"host", "port", "hostaddr"}
    assert ("/run", "1", "") in rows
    assert ("localhost", "2", "127.0.0.1") in rows


def test_a_name_that_nobody_has_says_so_in_words():
    with pytest.raises(ServerSilent, match="cannot be resolved") as caught:
        with_addresses({"host": "name.invalid"}, Deadline(2.0))
    said = str(caught.value).rpartition(": ")[2]
    assert " " in said
    assert "Errno" not in said


def test_what_can_be_no_name_says_so_in_words():
    with pytest.raises(ServerSilent, match=r"cannot be resolved: .*label"):
        with_addresses({"host": "a" * 64 + ".invalid"}, Deadline(2.0))


def test_each_address_of_a_name_is_said_once():
    found = resolve("localhost")
    assert "127.0.0.1" in found
    assert len(found) == len(set(found))
