"""Questions asked before something is stored."""

from . import ipai_health_maintenance_plan, ipai_health_mute
