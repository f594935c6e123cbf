"""Who asks for a run where it is neither a person nor a repair, for the record."""

SCHEDULE = "schedule"
"""A scheduled action."""

COMMAND = "command"
"""``odoo health``: somebody waits for the whole truth."""

NODE = "node"
"""The node that judges the others."""

ALONE = (SCHEDULE, COMMAND, NODE)
"""Those whose runs leave the nodes to their own schedule; whoever else asks is a person
who waits for an answer to a request."""
