#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a gate adds to a CI run, without network: a scan and a verdict, beside `git log`; with what a range of ten commits did; and with that and
# what the last run kept. The medians stand beside the ratios. Wanted: each under a second on 10,000 commits.
# usage: [BUILD=DIR] [RUNS=7] bench/gate.sh REPO...
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
[ "$#" -gt 0 ] || { echo "usage: bench/gate.sh REPO..." >&2; exit 2; }
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release hallmark bench-compare
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT
export XDG_CACHE_HOME="$cache"

# against REPO TITLE OPTION...
against() {
  repository=$1
  printf '  %s: ' "$2"
  shift 2
  "$build/bench/bench-compare" "${RUNS:-7}" "$build/hallmark" gate "$repository" --offline --min-score 0 "$@" \
    -- git -C "$repository" log '--format=%an %ae %ct' HEAD
}

for repository in "$@"; do
  printf '%s, %s commits\n' "$repository" "$(git -C "$repository" rev-list --count HEAD)"
  against "$repository" 'the first time' --no-cache
  against "$repository" 'the first time, with a range' --no-cache --diff HEAD~10
  against "$repository" 'later, with a range' --diff HEAD~10
done
