"""How ``ipai-health`` and ``odoo health`` end."""

from __future__ import annotations

EXIT_CLEAN = 0
"""Nothing at or above the severity asked about."""
EXIT_FOUND = 1
EXIT_BLIND = 2
"""Could not look: outranks the other two."""
