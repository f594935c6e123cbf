"""The judges of the long night: they see what is wrong, and only that."""

import pytest
from soak import answers, flat, verdicts
from soak.answers import Answer
from soak.samples import Sample
from soak.spells import SETTLE, Spell

FAULT = Spell("fault", 100, 101, 140, 141, "fail", 503, 503)
SILENT = Spell("silent", 100, 101, 140, 141, "fail", 503, 503, silent=True)
KILLED = Spell("killed", 100, 100, 100, 101, loses=True)
WARNED = Spell("warned", 100, 101, 140, 141, "warn", 200, 200)
FILLED = Spell(
    *("filled", 100, 101, 140, 141, "fail", 503, 503), passing=("warn", 200, 200)
)

CALM, BEGINNING, SETTLED, BACK = 50, 105, 130, 141 + SETTLE + 1


def health(moment, code, word, seconds=0.01):
    return Answer(moment, "health", code, word, seconds)


def ready(moment, code, word):
    return Answer(moment, "ready", code, word, 0.01)


@pytest.mark.parametrize(
    ("answer", "spell"),
    [
        (health(CALM, 200, "pass"), FAULT),
        (ready(CALM, 200, "pass"), FAULT),
        (health(BEGINNING, 200, "pass"), FAULT),
        (health(BEGINNING, 503, "fail"), FAULT),
        (health(SETTLED, 503, "fail"), FAULT),
        (ready(SETTLED, 503, "fail"), FAULT),
        (Answer(SETTLED, "live", 200, "pass", 0.01), FAULT),
        (health(SETTLED, 503, "fail", seconds=3.2), SILENT),
        (health(SETTLED, 200, "warn"), WARNED),
        (ready(SETTLED, 200, "pass"), WARNED),
        (health(BEGINNING, 200, "warn"), FILLED),
        (health(145, 200, "warn"), FILLED),
        (health(145, 503, "fail"), FAULT),
        (health(BACK, 200, "pass"), FAULT),
        (health(100.5, 0, ""), KILLED),
    ],
)
def test_quiet_about_what_is_right(answer, spell):
    result = verdicts.judge([answer], [spell])
    assert result.right, result.complaints


@pytest.mark.parametrize(
    ("answer", "spell"),
    [
        (health(CALM, 503, "fail"), FAULT),
        (health(CALM, 200, "warn"), FAULT),
        (health(CALM, 0, ""), FAULT),
        (health(CALM, 500, ""), FAULT),
        (health(CALM, 200, "pass", seconds=2.1), FAULT),
        (health(BEGINNING, 500, ""), FAULT),
        (health(BEGINNING, 200, "warn"), FAULT),
        (health(SETTLED, 200, "pass"), FAULT),
        (ready(SETTLED, 200, "pass"), FAULT),
        (Answer(SETTLED, "live", 503, "fail", 0.01), FAULT),
        (health(SETTLED, 503, "fail", seconds=2.1), FAULT),
        (health(SETTLED, 503, "fail", seconds=3.7), SILENT),
        (health(SETTLED, 200, "pass"), WARNED),
        (health(SETTLED, 200, "warn"), FILLED),
        (health(BACK, 200, "warn"), FILLED),
        (health(BACK, 503, "fail"), FAULT),
        (health(SETTLED, 0, ""), FAULT),
        (health(100.5, 0, ""), FAULT),
    ],
)
def test_told_what_is_wrong(answer, spell):
    result = verdicts.judge([answer], [spell])
    assert not result.right
    assert len(result.complaints) == 1


def test_a_click_may_fail_in_a_fault_and_never_in_calm_weather():
    broken = Answer(SETTLED, "page", 500, "", 1.0)
    assert verdicts.judge_clicks([broken], [FAULT], verdicts.Judgement()).right
    broken = Answer(CALM, "page", 500, "", 1.0)
    assert not verdicts.judge_clicks([broken], [FAULT], verdicts.Judgement()).right


def test_answers_are_read_as_they_were_written(tmp_path):
    writer = answers.Writer(tmp_path / "answers")
    writer.write("health", 1000.0, 503, answers.word_of(b'{"status": "fail"}'))
    writer.write("page", 1001.0, answers.LOST)
    writer.close()
    health, page = answers.read(tmp_path / "answers")
    assert (health.what, health.code, health.word) == ("health", 503, "fail")
    assert (page.moment, page.code, page.word) == (1001.0, 0, "")


def samples(number=60, **growing):
    """Return a sample every 5 s; ``growing`` says by how much a quantity rises."""
    steady = {
        "memory": 400_000_000,
        "largest": 90_000_000,
        "descriptors": 120,
        "threads": 20,
        "connections": 6,
        "database": 30_000_000,
        "log": 10_000,
        "sessions": 4,
    }
    return [
        Sample(
            moment=5.0 * index,
            **{
                name: value + index * growing.get(name, 0) + index % 2
                for name, value in steady.items()
            },
        )
        for index in range(number)
    ]


def grown(found):
    return {rise.quantity for rise in found if not rise.flat}


def test_quiet_where_nothing_grows():
    assert grown(flat.rises(samples(), [])) == set()


@pytest.mark.parametrize("quantity", flat.BOUNDS)
def test_each_quantity_that_grows_is_told(quantity):
    allowed = flat.BOUNDS[quantity].allowed(5.0 * 60)
    found = flat.rises(samples(**{quantity: allowed / 20}), [])
    assert grown(found) == {quantity}
    (rise,) = (each for each in found if not each.flat)
    assert rise.line().startswith("GREW")


def test_a_session_of_each_login_is_no_growth():
    found = samples(sessions=1)
    assert grown(flat.rises(found, [], logins=60)) == set()
    assert grown(flat.rises(found, [])) == {"sessions"}


def test_what_a_fault_writes_into_the_log_is_not_counted():
    loud = samples()
    spell = Spell("fault", 100.0, 101.0, 120.0, 121.0)
    written = [
        Sample(**{**vars(each), "log": each.log + 10_000_000 * (each.moment > 105)})
        for each in loud
    ]
    assert grown(flat.rises(written, [spell])) == set()
    assert grown(flat.rises(written, [])) == {"log"}
