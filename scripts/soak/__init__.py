"""A long night: probes, users, faults and restarts at once, and nothing may grow."""
