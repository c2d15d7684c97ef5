#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the site of a few of the fixtures' repositories, and looks at it as tests/site/look.sh does; and at the charts of sites at their extremes
# (tests/site/extremes.c):
#     tests/site/check.sh BUILD
# BUILD is a configured build folder. Ends with 77 where node, axe-core or Chromium can't be had.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
fixtures=$here/../../fixtures

if ! built=$(cmake --build "$build" --target hallmark site-extremes 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "site/check.sh: $build can't be built" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1780272000
cd "$work"
for name in everything-in-order single-maintainer takeover-by-patience hostile-names; do
  git init --quiet --bare --initial-branch=main "$name.git"
  bash "$fixtures/stream.sh" "$fixtures/$name" | git -C "$name.git" fast-import --quiet
  "$build/hallmark" portfolio add "$name.git" >/dev/null
done
"$build/hallmark" portfolio scan --offline --no-cache --store store.db >/dev/null 2>&1
"$build/hallmark" portfolio site out --store store.db >/dev/null
"$here/look.sh" out
"$build/tests/site/site-extremes" extremes
# Several at once: each has a browser of its own.
# shellcheck disable=SC2016 # expanded by the shell that is started
printf '%s\0' extremes/* | xargs -0 -n 1 -P "$(nproc)" sh -c 'seen=$("$0" --charts "$1") && echo "$1: $seen" || { echo "$1: $seen"; exit 1; }' "$here/look.sh"
