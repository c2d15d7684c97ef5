#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The site of a portfolio of 1,000 repositories with 52 weekly reports each. Wanted: written in under 10 s, no page over 300 kB. The overview
# of as many as 5,000 is to be ready, sorted and filtered within a second: tests/site/look.sh, given the folder as FOLDER, measures it.
# usage: [BUILD=DIR] bench/site.sh [REPOSITORIES [WEEKS [FOLDER]]]
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
repositories=${1:-1000}
weeks=${2:-52}
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release hallmark bench-store
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site=${3:-$work/site}

"$build/bench/bench-store" "$work/store.db" fill "$repositories" "$weeks"
# As the generator names them.
awk -v n="$repositories" 'BEGIN {
  print "version: 1\nrepositories:"
  for (i = 0; i < n; i++)
    printf "  - url: https://github.com/owner-%d/project-%d\n    criticality: %.2f\n", i / 7, i, i * 37 % 101 / 100
}' > "$work/portfolio.yml"
# The first run reads the store from the disk, the second writes nothing that is there already.
for run in first second; do
  begin=$(date +%s%N)
  "$build/hallmark" portfolio site "$site" --portfolio "$work/portfolio.yml" --store "$work/store.db" --at 2026-01-01
  end=$(date +%s%N)
  echo "$run run: $(((end - begin) / 1000000)) ms"
done
echo "$(find "$site" -name '*.html' | wc -l) pages; the largest:"
find "$site" -name '*.html' -printf '%s %P\n' | sort -rn | head -n 3
stat -c '%s rows.js' "$site/rows.js"
