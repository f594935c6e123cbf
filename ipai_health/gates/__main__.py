"""``python -m ipai_health.gates`` is ``ipai-health``."""

import sys

from .cli import main

sys.exit(main())
