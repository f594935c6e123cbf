#!/bin/sh
# Makes the virtual environment $1 and installs the lock file $2 into it, unless its
# stamp says that this was done; an interrupted run leaves no stamp and is repeated.
set -e
folder=$1
lock=$2
stamp="$folder/.$(basename "$lock" .lock)"
if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then
    exit 0
fi
python=$(sh "$(dirname "$0")/find_python.sh")
if ! "$folder/bin/python" -c '' 2>/dev/null; then
    "$python" -m venv --clear "$folder"
fi
echo "Installing the Python packages of $(basename "$lock") …"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement "$lock"
cp "$lock" "$stamp"
