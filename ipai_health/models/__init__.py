"""What is stored and configured, and the remedies."""

from . import ir_module_module
from . import ipai_health_check
from . import ipai_health_finding
from . import ipai_health_node
from . import ipai_health_run
from . import ipai_health_purge
