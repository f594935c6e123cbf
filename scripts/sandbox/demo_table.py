"""The table of the demo: on the terminal and in the README, from the same rows."""

from .paths import ROOT

RESULT = ROOT / "docs" / "demo.json"
README = ROOT / "README.md"
START = "<!-- demo: written by make demo -->"
END = "<!-- demo: end -->"

COLUMNS = (
    ("fault", "fault"),
    ("user", "what a user gets"),
    ("odoo", "`/web/health`"),
    ("odoo_database", "`…?db_server_status=1`"),
    ("health", "`/ipai/health`"),
    ("ready", "`/ipai/health/ready`"),
    ("rule", "rule named"),
)


def _cells(row) -> list[str]:
    """Return the cells of one row as text."""
    cells = {**row, "user": f"{row['page']}: {row['user']}", "rule": f"`{row['rule']}`"}
    return [str(cells[name]) for name, _title in COLUMNS]


def markdown(rows) -> str:
    """Return the table for the README."""
    lines = [
        [title for _name, title in COLUMNS],
        ["---"] * len(COLUMNS),
        *map(_cells, rows),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def for_terminal(rows) -> str:
    """Return the table in columns, with what was right at the end."""
    lines = [[title for _name, title in COLUMNS], *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    right = sum(row["right"] for row in rows)
    return "\n".join([*text, f"{right} of {len(rows)} named, judged and healed"])


def write_into_readme(rows) -> None:
    """Put the table between its marks in the README."""
    README.write_text(_replaced(README.read_text(), markdown(rows)))


def in_readme() -> str:
    """Return the table that the README shows."""
    return README.read_text().partition(START)[2].partition(END)[0].strip()


def _replaced(text, table) -> str:
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{table}\n{END}{after}"
