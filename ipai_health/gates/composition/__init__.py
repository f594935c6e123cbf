"""Compose files as docker compose reads them: one merged, interpolated model."""
