"""Routes that Odoo's own dispatcher serves."""

from . import probe
from . import client_error
from . import repair
