#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Start-up beside an empty program linked to the libraries that hallmark calls, of which it opens some late. Wanted: --version at most 1.2 times, badge at most 1.5.
# usage: [BUILD=DIR] [RUNS=101] bench/startup.sh
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release hallmark bench-compare bench-empty
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
"$build/hallmark" scan "$here" --quiet -o "$folder/report.json"

printf 'hallmark --version: '
"$build/bench/bench-compare" "${RUNS:-101}" "$build/hallmark" --version -- "$build/bench/bench-empty"
printf 'hallmark badge: '
"$build/bench/bench-compare" "${RUNS:-101}" "$build/hallmark" badge "$folder/report.json" -o "$folder/badge.svg" \
  -- "$build/bench/bench-empty"
