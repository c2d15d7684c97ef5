#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what the forges' clients ask, and what the scenarios answer, against the vendors' own descriptions:
#     tests/forge/vendor/check.sh BUILD
# BUILD is a configured build folder. Ends with 77 where node or its packages can't be had. The packages, 500 MB, are kept in
# HALLMARK_VENDOR_CACHE, or XDG_CACHE_HOME/hallmark-vendor; never in the tree.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "vendor/check.sh: node and npm are not installed, so the descriptions can't be read" >&2
  exit 77
fi
if [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" != true ]; then
  echo "vendor/check.sh: node is older than version 20" >&2
  exit 77
fi

if ! built=$(cmake --build "$build" --target hallmark forge-queries 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "vendor/check.sh: $build can't be built" >&2
  exit 1
fi

# One folder for each lock file, so that other versions are never taken for these.
digest=$(sha256sum "$here/package-lock.json" | cut -c1-16)
cache=${HALLMARK_VENDOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hallmark-vendor}/$digest
if [ ! -e "$cache/complete" ]; then
  mkdir -p "$cache"
  cp "$here/package.json" "$here/package-lock.json" "$cache"
  if ! (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
    echo "vendor/check.sh: npm can't get the packages" >&2
    exit 77
  fi
  touch "$cache/complete"
fi

# Modules are looked for beside the files that want them: a folder that has both, in the same place below tests/forge.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/vendor"
cp "$here"/*.mjs "$work/vendor"
ln -s "$here/../scenarios" "$work/scenarios"
ln -s "$cache/node_modules" "$work/vendor/node_modules"
node "$work/vendor/check.mjs" "$build/hallmark" "$build/tests/forge/forge-queries"
