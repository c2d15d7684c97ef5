#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A whole scan of each repository beside what it can't do without (DESIGN, Speed), and at most 250 MB.
# Cold: beside five times the reading of all commits and twice that of the paths of two years. Wanted: half of it.
# Warm: beside the reading of the newest tree. Wanted: at most 1.2 times that.
# usage: [BUILD=DIR] [RUNS=15] bench/scan.sh REPO...
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
[ "$#" -gt 0 ] || { echo "usage: bench/scan.sh REPO..." >&2; exit 2; }
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release hallmark bench-compare
hallmark="$build/hallmark"
compare="$build/bench/bench-compare"
XDG_CACHE_HOME=$(mktemp -d)
export XDG_CACHE_HOME
trap 'rm -rf "$XDG_CACHE_HOME"' EXIT

# shellcheck disable=SC2016 # $1 is that of the shell that runs it
logs='
for n in 1 2 3 4 5; do git -C "$1" log "--format=%an %ae %ct" HEAD; done
for n in 1 2; do git -C "$1" log --raw --no-renames --since=24.months HEAD; done'

for repository in "$@"; do
  printf '%s, %s commits\n' "$repository" "$(git -C "$repository" rev-list --count HEAD)"
  printf '  cold, wanted 0.50: '
  "$compare" "${RUNS:-15}" "$hallmark" scan --offline --no-cache "$repository" -- sh -c "$logs" sh "$repository"
  printf '  warm, wanted 1.20: '
  "$compare" "${RUNS:-15}" "$hallmark" scan --offline "$repository" \
    -- "$hallmark" scan --offline --no-cache -c binary-artifacts "$repository"
done
