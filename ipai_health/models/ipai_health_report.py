"""The whole state as Markdown without secrets, for a ticket."""

from odoo import api, fields, models, release

from ..core.redact import redact
from ..core.render.markdown import for_ticket


class HealthReport(models.AbstractModel):
    _name = "ipai.health.report"
    _description = "Health report"

    @api.model
    def markdown(self):
        """Return the report, for members of the Health group."""
        page = self.env["ipai.health.overview"].load()
        lines = [
            f"# {page['sentence']}",
            "",
            *self._about(),
            "",
            *self._findings(page["groups"]),
            *self._checks(page["checks"]),
        ]
        return redact("\n".join(lines)) + "\n"

    @api.model
    def _about(self):
        module = self.env["ir.module.module"].sudo()._get("ipai_health")
        now = fields.Datetime.to_string(fields.Datetime.now())
        return [
            f"- Odoo {release.version}, ipai_health {module.installed_version}",
            f"- PostgreSQL {self.env.cr._cnx.server_version // 10000}",
            f"- {now} UTC",
        ]

    @api.model
    def _findings(self, groups):
        for group in groups:
            if group["findings"]:
                yield from (f"## {group['title']}", "")
            for finding in group["findings"]:
                yield from self._finding(finding)

    @api.model
    def _finding(self, finding):
        subject = for_ticket(finding["subject"])
        yield f"### {finding['rule']} ({finding['severity']}): {subject}"
        yield ""
        yield for_ticket(finding["message"])
        yield ""
        if finding["remedy"]:
            yield f"> {for_ticket(finding['remedy'])}"
            yield ""
        seen = fields.Datetime.to_string(finding["first_seen"])
        yield f"{seen} UTC, {finding['seen_count']} times"
        yield ""

    @api.model
    def _checks(self, checks):
        yield from (f"## {self.env._('Checks')}", "")
        yield from ("| check | status | outcome | UTC | s |", "|---|---|---|---|---|")
        for check in checks:
            looked = fields.Datetime.to_string(check["last_look"] or None) or ""
            outcome = check["outcome"] or "" if check["enabled"] else "off"
            yield (
                f"| {for_ticket(check['name'])} | {check['status'] or ''} | {outcome} "
                f"| {looked} | {check['duration']:.3f} |"
            )
