"""Write down the modules of an Odoo tree and what each depends on.

    python scripts/measure/odoo_modules.py $ODOO_SRC 19.0 > \
        ipai_health/core/data/odoo_modules_19.0.json
"""

from __future__ import annotations

import ast
import datetime
import json
import sys
from pathlib import Path


def main(source: Path, series: str) -> None:
    """Print the table as JSON, one module a line."""
    folders = (source / "odoo" / "addons", source / "addons")
    modules = {
        path.parent.name: sorted(_depends(path))
        for folder in folders
        for path in folder.glob("*/__manifest__.py")
    }
    lines = [f'"{name}": {json.dumps(modules[name])}' for name in sorted(modules)]
    today = datetime.date.today().isoformat()
    sys.stdout.write(
        f'{{\n"series": "{series}",\n"measured": "{today}",\n"modules": {{\n'
        + ",\n".join(lines)
        + "\n}\n}\n"
    )


def _depends(path: Path) -> list[str]:
    return list(ast.literal_eval(path.read_text("utf-8")).get("depends", []))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
