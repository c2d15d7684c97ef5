#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The history of each repository, a row a month, beside `git log -p` there; wanted: at most as long, and all of xz in 2 seconds.
# The first line is without a kept index, the second with the one that the first run left.
# usage: [BUILD=DIR] [RUNS=3] bench/history.sh REPO...
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
[ "$#" -gt 0 ] || { echo "usage: bench/history.sh REPO..." >&2; exit 2; }
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release hallmark bench-compare
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT
for repository in "$@"; do
  commits=$(git -C "$repository" rev-list --count HEAD)
  for kept in without with; do
    printf '%s, %s commits, %s a kept index: ' "$repository" "$commits" "$kept"
    [ "$kept" = with ] || rm -rf "${cache:?}"/*
    # shellcheck disable=SC2016 # expanded by the shell that is measured
    XDG_CACHE_HOME=$cache "$build/bench/bench-compare" "${RUNS:-3}" \
      sh -c '[ "$1" = with ] || rm -rf "$2"/*; exec "$3" history "$4" --quiet' - "$kept" "$cache" "$build/hallmark" "$repository" \
      -- git -C "$repository" log -p --no-merges HEAD
  done
done
