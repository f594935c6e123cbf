#!/bin/sh
# Prints the first Python 3.10-3.13 that runs and can make a virtual environment.
# Every candidate is really run: a shim on the PATH need not have an interpreter
# behind it. PYTHON, when set, is the only candidate.
seen=""
for candidate in ${PYTHON:-python3.12 python3.11 python3.13 python3.10 python3}; do
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    seen="$seen $candidate is $version;"
    case $version in 3.10 | 3.11 | 3.12 | 3.13) ;; *) continue ;; esac
    "$candidate" -c 'import venv, ensurepip' 2>/dev/null || {
        seen="$seen $candidate lacks venv;"
        continue
    }
    echo "$candidate"
    exit 0
done
echo "make: no Python 3.10 to 3.13 with venv was found (${seen:- none runs}); install one, or name it with PYTHON=/path/to/python3" >&2
exit 1
