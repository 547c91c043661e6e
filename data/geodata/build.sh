#!/bin/sh
# Rebuild the committed geodata: a venv from hashed requirements, then build.py. Arguments go to build.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${RANGEFAN_GEODATA_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/rangefan-geodata/venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip --quiet --disable-pip-version-check install --require-hashes -r "$here/requirements.txt"
exec "$venv/bin/python" -B "$here/build.py" "$@"
