#!/usr/bin/env bash
# What action.yml runs: installs the command beside the checkout and runs one gate,
# with annotations on the lines and, if asked for, a SARIF file.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${RUNNER_TEMP:-$(mktemp -d)}/ipai-health
command=$home/bin/ipai-health
if [ ! -x "$command" ]; then
    python3 -m venv "$home" && "$home/bin/pip" install --quiet "$here" || exit 2
fi
# the arguments are words, as on a command line; nothing in them is expanded
split='import os, shlex
for word in shlex.split(os.environ["ARGUMENTS"]):
    print(word, end="\0")'
mapfile -d '' -t words < <(ARGUMENTS=${ARGUMENTS:-} "$home/bin/python" -c "$split")
if [ -n "${SARIF:-}" ]; then
    "$command" "$GATE" "${words[@]}" --format sarif --output "$SARIF" >/dev/null 2>&1
fi
"$command" "$GATE" "${words[@]}" --format github --fail-on "${FAIL_ON:-critical}"
code=$?
[ -n "${GITHUB_OUTPUT:-}" ] && echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
