"""Reports in one output format a file: each has ``render(report) -> str``."""
