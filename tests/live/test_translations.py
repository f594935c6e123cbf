"""i18n/ipai_health.pot is what Odoo exports, and nobody's handwriting."""

import polib
from sandbox.paths import ADDON

NOT_OURS = "message_has_sms_error"
"""A field that the module sms gives to whatever has messages, where it is installed."""


def test_the_template_has_every_text_and_no_other(
    make_instance, make_database, tmp_path
):
    instance = make_instance("words")
    make_database(instance, "words")
    fresh = tmp_path / "fresh.pot"
    done = instance.run("i18n", "export", "-d", "words", "-o", fresh, "ipai_health")
    assert done.returncode == 0, done.stderr
    exported = {
        entry.msgid
        for entry in polib.pofile(str(fresh))
        if not all(NOT_OURS in place for place, _line in entry.occurrences)
    }
    kept = {entry.msgid for entry in polib.pofile(str(ADDON / "i18n/ipai_health.pot"))}
    assert exported
    assert exported - kept == set(), "export it again, see docs/how-to/contribute.md"
    assert kept - exported == set(), "export it again, see docs/how-to/contribute.md"
