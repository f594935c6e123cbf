"""What is looked at inside Odoo: one check a file, one abstract model each."""

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
