"""The table of the comparison, from the rows that ``make compare`` wrote."""

from sandbox.paths import ROOT

RESULT = ROOT / "docs" / "comparison.json"

ASKED = {
    "odoo": "/web/health",
    "odoo_database": "/web/health?db_server_status=1",
    "login": "/web/login",
    "health": "/ipai/health",
    "ready": "/ipai/health/ready",
}
"""Who is asked what: seen is what is not answered with 200."""

TELLING = ("sentry", "scheduler_error_mailer")
"""Addons of others that tell by themselves: seen is what they tell of at least once."""


def markdown(rows):
    """Return the table, with the count of what each one saw in its last line."""
    titles = ["fault", "a user meets", *ASKED.values(), *TELLING, "rule named"]
    lines = [titles, ["---"] * len(titles)]
    lines += [_cells(row) for row in rows]
    lines.append(_counts(rows))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def tried(packages):
    """Return the table of the packages that were tried."""
    lines = ["| package | version | outcome |", "| --- | --- | --- |"]
    lines += [
        f"| `{each['package']}` | {each['version']} | {each['outcome']} |"
        for each in packages
    ]
    return "\n".join(lines)


def _cells(row):
    codes = [str(row[who] or "none") for who in ASKED]
    rule = f"`{row['rule']}`" if row["rule"] else "-"
    told = [_times(row["told"][who]) for who in TELLING]
    return [row["fault"], row["user"], *codes, *told, rule]


def _times(number):
    return f"{number} told" if number else "-"


def _counts(rows):
    seen = [sum(row[who] != 200 for row in rows) for who in ASKED]
    seen += [sum(row["told"][who] > 0 for row in rows) for who in TELLING]
    named = sum(bool(row["rule"]) for row in rows)
    met = sum(row["user"] != "nothing" for row in rows)
    counts = [f"{number} seen" for number in seen]
    return [f"**{len(rows)} faults**", f"{met} met", *counts, f"{named} named"]
