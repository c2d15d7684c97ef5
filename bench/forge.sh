#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# 1,000 projects of a GitHub that takes 50 ms for each request. Wanted: 40 projects a second, and memory that stays flat.
# usage: [BUILD=DIR] [THREADS=16] bench/forge.sh [PROJECTS [LATENCY_MS]]
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
projects=${1:-1000}
latency=${2:-50}
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release bench-forge
coproc server { python3 "$here/bench/forge_server.py" "$here/tests/forge/scenarios" "$latency"; }
server_in=${server[1]}
read -r port <&"${server[0]}"
"$build/bench/bench-forge" "http://127.0.0.1:$port" "$projects" "${THREADS:-16}"
exec {server_in}>&-
wait
