#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A whole scan of each repository beside `git log` there. Wanted: at most 1.5 times, at most 250 MB (DESIGN, Speed).
# usage: bench/scan.sh REPO...
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
[ "$#" -gt 0 ] || { echo "usage: bench/scan.sh REPO..." >&2; exit 2; }
"$here/script/build" release hallmark bench-compare
build="$here/build/release"
for repository in "$@"; do
  printf '%s, %s commits: ' "$repository" "$(git -C "$repository" rev-list --count HEAD)"
  "$build/bench/bench-compare" "${RUNS:-15}" "$build/hallmark" scan "$repository" \
    -- git -C "$repository" log '--format=%an %ae %ct' HEAD
done
