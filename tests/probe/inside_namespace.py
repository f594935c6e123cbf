"""Asks a probe in a network namespace; see ``test_swallowed_packets``."""

import json
import os
import sys
import time

from sandbox import namespace

from ipai_health.probe.application import Probe
from ipai_health.probe.settings import Settings

from .stand_in import Caller, StandIn
from .test_faults import LEFT_ALONE, descriptors, threads


class Far:
    user = "odoo"
    password = os.environ.get("PASSWORD")


def main(drain, kept):
    """Ask before, during and after the fault; print codes and seconds."""
    host = StandIn(Far, namespace.PORT, namespace.FAR, db_names=("stub",))
    probe = Probe(host, Settings(drain_file=drain, ttl=0.0))
    caller = Caller(probe, host)
    told = {"well": ask_each(caller), "before": [threads(), descriptors()]}
    if kept != "True":
        probe.close()
    with namespace.blackhole():
        told["swallowed"] = ask_each(caller, "/ipai/health", "/ipai/health/ready")
    time.sleep(LEFT_ALONE)
    told["back"] = ask_each(caller)
    told["after"] = [threads(), descriptors()]
    print(json.dumps(told))


def ask_each(caller, *paths):
    replies = [caller.ask(path) for path in paths or ("/ipai/health",)]
    return [(reply.code, reply.seconds) for reply in replies]


if __name__ == "__main__":
    main(*sys.argv[1:])
