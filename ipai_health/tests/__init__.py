"""Tests that need a database of Odoo."""

from . import test_assets
from . import test_coverage
from . import test_cron
from . import test_database
from . import test_fields
from . import test_filestore
from . import test_http
from . import test_modules
from . import test_node
from . import test_notification
from . import test_nodes
from . import test_references
from . import test_views
from . import test_views_differential
from . import test_views_languages
from . import test_views_memory
from . import test_views_odd
from . import test_views_schema
from . import test_views_templates
from . import test_mute
from . import test_purge
from . import test_view_switch
from . import test_client_error
from . import test_rights
from . import test_languages
from . import test_web
