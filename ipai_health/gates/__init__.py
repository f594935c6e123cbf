"""The command ``ipai-health``: looks at files, URLs, logs and databases without Odoo.

One gate a file. ``commands.GATES`` lists them; ``cli.main`` is the entry point.
"""
