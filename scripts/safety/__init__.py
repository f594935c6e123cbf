"""What this code must never do, as rules on its syntax; run by ``make lint``."""
