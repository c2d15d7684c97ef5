#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what the forges' clients ask, and what the scenarios answer, against the vendors' own descriptions:
#     tests/forge/vendor/check.sh BUILD
# BUILD is a configured build folder. Ends with 77 where node or its packages can't be had. They are 500 MB:
# see script/fetch-packages.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")

packages=$("$here/../../../script/fetch-packages" "$here")
if [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" != true ]; then
  echo "vendor/check.sh: node is older than version 20" >&2
  exit 77
fi

if ! built=$(cmake --build "$build" --target hallmark forge-queries 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "vendor/check.sh: $build can't be built" >&2
  exit 1
fi

# Modules are looked for beside the files that want them: a folder that has both, in the same place below tests/forge.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/vendor"
cp "$here"/*.mjs "$work/vendor"
ln -s "$here/../scenarios" "$work/scenarios"
ln -s "$packages/node_modules" "$work/vendor/node_modules"
node "$work/vendor/check.mjs" "$build/hallmark" "$build/tests/forge/forge-queries"
