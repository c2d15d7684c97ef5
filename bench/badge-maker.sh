#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Our SVG beside shields' badge-maker, in turns, best of five each. FOLDER has badge-maker in its node_modules; without
# one, npm installs it into a temporary one.
# usage: [BUILD=DIR] bench/badge-maker.sh [FOLDER]
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
count=20000

if ! command -v node >/dev/null; then
  echo "badge-maker.sh: node is not installed, so there is nothing to compare with" >&2
  exit 77
fi
[ -n "${BUILD:-}" ] || "$here/script/build" release bench-badge
build=$(realpath "${BUILD:-$here/build/release}")
if [ $# -ge 1 ]; then
  cd "$1"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  cd "$folder"
  npm install --silent --no-audit --no-fund badge-maker@6.0.0
fi

ours=
theirs=
for _ in 1 2 3 4 5; do
  us=$("$build/bench/bench-badge" "$count")
  them=$(node --input-type=module - "$count" <"$here/bench/badge-maker.mjs")
  if [ -z "$ours" ] || [ "$us" -lt "$ours" ]; then ours=$us; fi
  if [ -z "$theirs" ] || [ "$them" -lt "$theirs" ]; then theirs=$them; fi
done
awk -v us="$ours" -v them="$theirs" 'BEGIN {
  printf "hallmark %.1f us, badge-maker %.1f us: %.1f times its rate\n", us / 1000, them / 1000, them / us
}'
