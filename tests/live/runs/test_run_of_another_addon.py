"""A check that another addon brings is one of ours everywhere."""

import json

from sandbox.site import TOKEN

from .steps import looked


def test_check_of_another_addon_is_one_of_ours(odoo, sampled, told):
    assert looked(odoo, sampled)[0] == 0
    told("silent")
    code, answer = looked(odoo, sampled, "--fail-on", "warning")
    assert code == 1
    (finding,) = answer["findings"]
    assert finding["rule"] == "printer-silent"
    assert finding["remedy"] == "Switch the printer on."
    assert "printers" in answer["durations"]


def test_its_rule_stands_among_ours_with_its_threshold(odoo, sampled, told):
    """Rules of other addons come with a run, when all addons are loaded."""
    looked(odoo, sampled)
    row = odoo.shell(
        sampled,
        "rule = env['ipai.health.rule'].search([('code', '=', 'printer-silent')])\n"
        "rule.threshold = 60\n"
        "printers = env['ipai.health.checker.printers']\n"
        "print(rule.threshold_default, printers._threshold(rule.code))\n",
    )
    assert "30.0 60.0" in row


def test_its_words_are_translated_by_its_own_addon(odoo, sampled, told):
    told("silent")
    looked(odoo, sampled)
    row = odoo.shell(
        sampled,
        "env['res.lang']._activate_lang('de_DE')\n"
        "german = env(context={'lang': 'de_DE'})\n"
        "found = german['ipai.health.finding'].search([('node', '=', '')])\n"
        "one = found.filtered(lambda each: each.rule == 'printer-silent')\n"
        "print(one.check_id.title, one.title, one.remedy, one.advice, sep='|')\n",
    )
    assert (
        "Etikettendrucker|Ein Etikettendrucker antwortet nicht"
        "|Switch the printer on.|Den Drucker einschalten."
    ) in row


def test_its_state_reaches_backend_details_and_metrics(odoo, sampled, told):
    told("silent")
    looked(odoo, sampled)
    row = odoo.shell(
        sampled,
        "check = env['ipai.health.check'].search([('name', '=', 'printers')])\n"
        "print(check.title, check.status, check.finding_ids.rule)\n",
    )
    assert "Label printers warn printer-silent" in row
    environment = {"IPAI_HEALTH_TOKEN": TOKEN}
    words = ("-d", sampled, "--max-cron-threads=0")
    with odoo.serve(*words, environment=environment) as server:
        server.wait()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body = server.get("/ipai/health?verbose", headers=headers)[2]
        assert any(key.startswith("printers:") for key in json.loads(body)["checks"])
        metrics = server.get("/ipai/health/metrics", headers=headers)[2].decode()
        assert "printers" in metrics
