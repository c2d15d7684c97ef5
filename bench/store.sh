#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A store of 10,000 repositories with 52 weekly reports each. Wanted: rank under 300 ms, changes under 1,000 ms, each in under 200 MB of
# memory, the file under 2 GB. The folder, which takes some 2 GB meanwhile, is made and removed.
# usage: [BUILD=DIR] bench/store.sh [REPOSITORIES [WEEKS]]
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
repositories=${1:-10000}
weeks=${2:-52}
build=${BUILD:-$here/build/release}
[ -n "${BUILD:-}" ] || "$here/script/build" release bench-store hallmark
hallmark=$build/hallmark
program=$build/bench/bench-store
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

time "$program" "$folder/store.db" fill "$repositories" "$weeks"
echo "$(($(stat -c %s "$folder/store.db") / 1000000)) MB of file"
# The first run of each reads the file from the disk, or what the system keeps of it.
for question in rank rank changes changes export; do
  "$program" "$folder/store.db" "$question"
done

# As a user asks: the program from its start to its end, with the portfolio file.
{
  printf 'version: 1\nrepositories:\n'
  for ((i = 0; i < repositories; i++)); do
    echo "  - url: https://github.com/owner-$((i / 7))/project-$i"
  done
} >"$folder/portfolio.yml"
ask() {
  local status=0
  /usr/bin/time -f "portfolio $1: %e s, %M kB" "$hallmark" portfolio "$@" --portfolio "$folder/portfolio.yml" \
    --store "$folder/store.db" >"$folder/answer" || status=$?
  # 1: something fell
  [ "$status" -le 1 ]
}
for _ in 1 2; do
  ask rank --at 2026-01-01 --limit 20
  ask changes --since 2025-10-29 --until 2026-01-01
done
