"""What is looked at inside Odoo: one check a file, one abstract model each.

What a check needs only to look is imported when it looks: most processes of a server
answer requests and never do, and it weighs more than the rest of the addon.
"""

from . import checker
from . import database
from . import modules
from . import nodes
from . import addons_path
from . import assets
from . import config
from . import cron
from . import fields
from . import filestore
from . import http
from . import log
from . import references
from . import views
from . import client
