#!/bin/sh
# The command ipai-health, with packages of its own beside those of Odoo.
packages=${IPAI_HEALTH_PACKAGES:-/opt/ipai-health/packages}
PYTHONPATH=$packages exec python3 -m ipai_health.gates "$@"
