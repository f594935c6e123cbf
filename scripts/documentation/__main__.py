"""``python -m documentation``: write what is out of date."""

from . import ROOT, pages

for name, text in pages().items():
    path = ROOT / "docs" / name
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
