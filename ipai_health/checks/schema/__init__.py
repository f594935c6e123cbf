"""The registry against what the database holds."""
