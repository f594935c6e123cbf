"""Breaks a served database on purpose, and says what the probe made of it."""
