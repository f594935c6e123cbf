"""``odoo health`` without a remedy: run the checks and gather what they found."""

from dataclasses import replace

from ..checks.checker import SCOPE_DATABASE, SCOPE_NODE
from ..checks.isolation import CRASHED, TIMED_OUT
from ..core.finding import Finding
from ..core.report import Report
from ..core.rules.anywhere import CRASHED as CHECK_CRASHED
from ..core.trigger import COMMAND

PATIENCE = 300.0
"""Seconds to wait for another run of the same database to end."""


def report(env, depth, names, tell=None):
    """Run the checks ``names`` (all when None) and return their report.

    Checks of the database are stored; checks of a node are looked at for this process
    only and leave no trace. ``tell`` takes check, done and total while a look goes on.
    """
    run = env["ipai.health.run"]
    stored = run._run(
        depth, COMMAND, names, SCOPE_DATABASE, patience=PATIENCE, tell=tell
    )
    if stored is None:
        blind = ["another run of this database is under way"]
        return Report("health", blind=blind, durations={}, gate=False)
    # what was stored was stored by transactions of its own
    env.cr.rollback()
    env.invalidate_all()
    here = run._look_only(depth, names, SCOPE_NODE)
    outcomes = stored | {
        name: _joined(stored.get(name), outcome) for name, outcome in here.items()
    }
    findings = _stored_findings(env, list(stored))
    for name, outcome in here.items():
        findings += [_effective(env, found) for found in outcome.findings]
        if outcome.state in (CRASHED, TIMED_OUT):
            findings.append(_effective(env, run._blind(name, outcome)))
    return Report(
        source="health",
        findings=findings,
        inspected=len(outcomes),
        blind=[
            f"{name}: {reason}"
            for name, outcome in outcomes.items()
            for reason in unseen(outcome)
        ],
        durations={name: round(each.seconds, 3) for name, each in outcomes.items()},
        gate=False,
    )


def unseen(outcome):
    """Return why a look saw nothing, or did not see single things of what it saw."""
    if outcome.state in (CRASHED, TIMED_OUT):
        return [outcome.reason]
    return [found.message for found in outcome.findings if found.rule == CHECK_CRASHED]


def _joined(of_database, of_node):
    """Return one outcome for a check that looks at both; could not look outranks."""
    if of_database is None:
        return of_node
    blind = of_database.state in (CRASHED, TIMED_OUT)
    worse = of_database if blind else of_node
    return replace(
        worse,
        findings=of_database.findings + of_node.findings,
        seconds=of_database.seconds + of_node.seconds,
    )


def _stored_findings(env, names):
    """Return the open findings of the checks ``names``, as they count here."""
    records = env["ipai.health.finding"].search(
        [("check_id.name", "in", names), ("state", "=", "open"), ("node", "=", "")]
    )
    return [
        Finding(
            rule=record.rule,
            subject=record.subject,
            message=record.message,
            severity=record.severity,
            remedy=record.remedy,
            file=record.file or None,
            line=record.line or None,
            res_model=record.res_model or None,
            res_id=record.res_id or None,
        )
        for record in records
    ]


def _effective(env, finding):
    """Return ``finding`` with the severity that counts in this database."""
    findings = env["ipai.health.finding"]
    rule = env["ipai.health.checker"]._rules()[finding.rule]
    severity = findings._effective_severity(finding, rule)
    remedy = finding.remedy or env._(rule.fix)
    return Finding(**{**finding.__dict__, "severity": severity, "remedy": remedy})
