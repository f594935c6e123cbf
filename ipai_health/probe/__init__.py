"""The answer in front of Odoo: a WSGI application that knows the paths of the probe.

``application`` answers requests, ``routing`` names them, ``host`` says what the probe
asks of the server it lives in. Only ``odoo_adapter`` knows Odoo; the rest serves
``ipai-health serve`` too.
"""
