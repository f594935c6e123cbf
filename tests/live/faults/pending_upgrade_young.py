"""A module waits since a minute: an upgrade may be running."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a module `to upgrade` for a minute",
    rule="module-pending",
    subject=lambda site: "sandbox_bookcase",
    stored=False,
    health=200,
    ready=200,
    **saying(
        "UPDATE ir_module_module SET state = 'to upgrade', "
        "write_date = (now() AT TIME ZONE 'UTC') - interval '1 minute' "
        "WHERE name = 'sandbox_bookcase'",
        "UPDATE ir_module_module SET state = 'installed', "
        "write_date = now() AT TIME ZONE 'UTC' "
        "WHERE name = 'sandbox_bookcase'",
    ),
)
