"""What is stored and configured, and the remedies."""

from . import ir_cron
from . import ir_module_module
from . import ipai_health_check
from . import ipai_health_finding
from . import ipai_health_finding_show
from . import ipai_health_finding_mute
from . import ipai_health_mute
from . import ipai_health_rule
from . import ipai_health_node
from . import ipai_health_run
from . import ipai_health_maintenance
from . import ipai_health_overview
from . import ipai_health_report
from . import ipai_health_bundle
from . import ipai_health_remedy
from . import ipai_health_remedy_log
from . import ipai_health_module_operations
from . import ipai_health_purge
from . import ipai_health_retry
from . import ipai_health_reactivate
from . import ipai_health_view_switch
from . import ipai_health_view_search
from . import ipai_health_client_error
from . import ir_attachment
from . import ir_http
from . import res_config_settings
