#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A store of 10,000 repositories with 52 weekly reports each. Wanted: rank under 300 ms, changes under 1,000 ms, each in under 200 MB of
# memory, the file under 2 GB. The folder, which takes some 2 GB meanwhile, is made and removed.
# usage: bench/store.sh [REPOSITORIES [WEEKS]]
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
repositories=${1:-10000}
weeks=${2:-52}
"$here/script/build" release bench-store
program=$here/build/release/bench/bench-store
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

time "$program" "$folder/store.db" fill "$repositories" "$weeks"
echo "$(($(stat -c %s "$folder/store.db") / 1000000)) MB of file"
# The first run of each reads the file from the disk, or what the system keeps of it.
for question in rank rank changes changes export; do
  "$program" "$folder/store.db" "$question"
done
