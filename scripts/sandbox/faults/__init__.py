"""The six faults of the demo: how to break, what must be said, how to heal."""

from . import (
    lost_stylesheet,
    module_without_folder,
    pending_module,
    stopped_postgres,
    truncated_stylesheet,
    view_with_lost_field,
)

DEMO = (
    lost_stylesheet.FAULT,
    truncated_stylesheet.FAULT,
    pending_module.FAULT,
    module_without_folder.FAULT,
    view_with_lost_field.FAULT,
    stopped_postgres.FAULT,
)
