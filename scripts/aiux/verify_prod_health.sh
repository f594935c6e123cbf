#!/bin/sh
# Same arguments, same exit codes as: ipai-health prod
# (0 nothing critical, 1 something, 2 could not look; --help shows the options).
# Uses the installed command, else the checkout that this script stands in.
set -eu

if command -v ipai-health >/dev/null 2>&1; then
    exec ipai-health prod "$@"
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
exec "${PYTHON:-python3}" -m ipai_health.gates prod "$@"
