"""What an Odoo needs to mirror its style sheets: the program rtlcss on its path.

Without it Odoo serves those who read from right to left the style sheets of others.
"""

import os

from .errors import SandboxError
from .paths import ROOT

TOOLS = ROOT / "node_modules" / ".bin"

LANGUAGE = "ar_001"


def environment() -> dict[str, str]:
    """Return the variables of a process that finds rtlcss.

    :raise SandboxError: it was not installed
    """
    if not (TOOLS / "rtlcss").exists():
        raise SandboxError("rtlcss is missing, install it with: make node_modules")
    return {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
