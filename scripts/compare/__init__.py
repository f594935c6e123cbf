"""What other ways of asking an Odoo for its health say to the same faults."""
