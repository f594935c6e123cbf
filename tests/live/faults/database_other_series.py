"""The database was made by another series of Odoo."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a database of another series",
    rule="database-series-mismatch",
    subject=lambda site: "demo",
    stored=False,
    health=503,
    ready=503,
    # whatever else is wrong with it is no news
    alone=True,
    **saying(
        "UPDATE ir_module_module SET latest_version = '18.0.1.3' WHERE name = 'base'",
        "UPDATE ir_module_module SET latest_version = '19.0.1.3' WHERE name = 'base'",
    ),
)
