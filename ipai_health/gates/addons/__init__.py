"""Modules on an addons path: their manifests, and what they need of each other."""
