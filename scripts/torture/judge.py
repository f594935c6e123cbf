"""Whether what a broken site says is what must be said."""

import re
import time

from sandbox import processes

from ipai_health.core.rules import RULES

EVERY_WORKER = 3.0
"""Seconds after which every worker of a server has looked again."""


def judge(site, faults, result):
    """Complain to ``result`` about what is not said, and what is said beside it."""
    visible = [fault for fault in faults if fault.hides] or faults
    expected = {fault.rule for fault in visible if fault.rule and not fault.command}
    codes = max(fault.health for fault in faults), max(fault.ready for fault in faults)
    patience = max(fault.patience for fault in faults)
    started = time.monotonic()

    def right():
        return expected <= named(site) and _codes(site) == codes

    if not processes.wait_until(right, patience, 0.1):
        result.complaints.append(
            f"said {sorted(named(site))} with {_codes(site)}, "
            f"not {sorted(expected)} with {codes}"
        )
    result.noticed = time.monotonic() - started
    known = {rule for fault in faults for rule in (fault.rule, *fault.also)}
    if not processes.wait_until(lambda: named(site) <= known, EVERY_WORKER, 0.2):
        result.complaints.append(f"also said {sorted(named(site) - known)}")
    if known == {""}:
        _judge_silence(site, codes, result)
    if site.code("/ipai/health/live") != max(fault.live for fault in faults):
        result.complaints.append("/live is wrong")
    if not any(fault.hides for fault in faults):
        _judge_subjects(site, faults, result)
        for words in {fault.command for fault in faults if fault.command}:
            same = [fault for fault in faults if fault.command == words]
            _judge_command(site, words, same, result)


def _judge_silence(site, codes, result):
    """Silence is seen only by whoever waits for more than one look."""

    def broken():
        rules, seen = sorted(named(site)), _codes(site)
        return f"later said {rules} with {seen}" if rules or seen != codes else ""

    if complaint := processes.wait_until(broken, EVERY_WORKER, 0.2):
        result.complaints.append(complaint)


def _judge_command(site, words, faults, result):
    """Let ``odoo health`` with ``words`` name what only a node's own checks see."""
    found = site.look_by_command(*words)
    rules = {each["rule"] for each in found}
    expected = {fault.rule for fault in faults} - {""}
    if rules != expected:
        result.complaints.append(f"odoo health said {sorted(rules)}, not {expected}")
    subjects = {fault.subject(site) for fault in faults} - {""}
    if subjects - {each["subject"] for each in found}:
        result.complaints.append(f"odoo health said {found}, not {subjects}")


def _judge_subjects(site, faults, result):
    found = site.open_findings()
    for fault in faults:
        subject = fault.subject(site)
        if fault.stored and subject and (fault.rule, subject) not in found:
            about = sorted(each for rule, each in found if rule == fault.rule)
            result.complaints.append(f"{fault.rule} about {about}, not {subject}")
        if fault.stored or fault.command or not subject:
            continue
        if not processes.wait_until(
            lambda subject=subject: subject in details_text(site), EVERY_WORKER, 0.2
        ):
            result.complaints.append(f"{fault.rule} does not say {subject}")


def _codes(site):
    """Return the codes of both verdicts."""
    return site.code("/ipai/health"), site.code("/ipai/health/ready")


def named(site):
    """Return the rules that the probe's details name."""
    text = details_text(site)
    return {rule for rule in RULES if re.search(rf"(?<![\w-]){rule}: ", text)}


def details_text(site):
    """Return everything that the details say in words."""
    checks = site.details().get("checks", {})
    return "; ".join(
        item.get("output", "") for items in checks.values() for item in items
    )
