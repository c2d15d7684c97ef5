#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Looks at a site in Chromium, at several widths, light and dark, with and without JavaScript, and holds it against axe-core's rules; and that the letters
# of its charts lie on nothing else, are not cut off, and are seen well:
#     tests/site/look.sh [--charts] SITE [PICTURES]
# With --charts it looks at the charts alone. SITE is a folder that `hallmark portfolio site` wrote; PICTURES takes a picture of every look. Ends with 77 where node, its package or Chromium
# can't be had: see script/fetch-packages.
set -eu

here=$(realpath "$(dirname "$0")")

packages=$("$here/../../script/fetch-packages" "$here")
if ! chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome); then
  echo "site/look.sh: Chromium is not installed" >&2
  exit 77
fi

# Modules are looked for beside the files that want them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/*.mjs "$here/package.json" "$work"
ln -s "$packages/node_modules" "$work/node_modules"
node "$work/check.mjs" "$chromium" "$@"
