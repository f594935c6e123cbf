"""A module waits to be removed since an hour."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a module left `to remove` for an hour",
    rule="module-pending",
    subject=lambda site: "sandbox_bookcase",
    stored=False,
    health=503,
    ready=200,
    **saying(
        "UPDATE ir_module_module SET state = 'to remove', "
        "write_date = (now() AT TIME ZONE 'UTC') - interval '1 hour' "
        "WHERE name = 'sandbox_bookcase'",
        "UPDATE ir_module_module SET state = 'installed', "
        "write_date = now() AT TIME ZONE 'UTC' "
        "WHERE name = 'sandbox_bookcase'",
    ),
)
