#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Our SVG beside shields' badge-maker, in turns, best of five each:
#     bench/badge-maker.sh BUILD/bench/bench-badge [FOLDER with badge-maker in its node_modules]
# Without a folder, npm installs it into a temporary one.
set -eu

bench=$(realpath "$1")
script=$(realpath "$(dirname "$0")/badge-maker.mjs")
count=20000

if ! command -v node >/dev/null; then
  echo "badge-maker.sh: node is not installed, so there is nothing to compare with" >&2
  exit 77
fi
if [ $# -ge 2 ]; then
  cd "$2"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  cd "$folder"
  npm install --silent --no-audit --no-fund badge-maker@6.0.0
fi

ours=
theirs=
for _ in 1 2 3 4 5; do
  us=$("$bench" "$count")
  them=$(node --input-type=module - "$count" <"$script")
  if [ -z "$ours" ] || [ "$us" -lt "$ours" ]; then ours=$us; fi
  if [ -z "$theirs" ] || [ "$them" -lt "$theirs" ]; then theirs=$them; fi
done
awk -v us="$ours" -v them="$theirs" 'BEGIN {
  printf "hallmark %.1f us, badge-maker %.1f us: %.1f times its rate\n", us / 1000, them / 1000, them / us
}'
