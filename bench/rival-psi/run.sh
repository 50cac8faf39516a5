#!/bin/sh
# Compares two registers with OpenMined PSI and with `sila bench known`, one after the other on this machine.
# Usage: bench/rival-psi/run.sh [ENTRIES]
set -eu
entries="${1:-100000}"
here="$(cd "$(dirname "$0")" && pwd)"
venv="${TMPDIR:-/tmp}/sila-rival-psi"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet "openmined-psi==2.0.6"
"$venv/bin/python" "$here/psi.py" "$entries"
cargo run --quiet --release --manifest-path "$here/../../Cargo.toml" -- bench known --register "$entries" --json
