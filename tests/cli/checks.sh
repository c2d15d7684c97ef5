#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark checks`: the list, one check, and the document that is made of them.
. "$(dirname "$0")/lib.sh"

ids=$(sed -nE 's/^ *X \(([a-z_]+)\).*/\1/p' "$source_root/checks/list.h" | tr _ - | paste -sd ' ')

it 'lists all checks in report order'
hallmark checks
went_well
names=$(grep -oE '^[A-Z][A-Za-z-]+ \(' "$out" | tr -d ' (' | paste -sd ' ')
[ "${names,,}" = "$ids" ] || fail 'another list'

it 'explains one, by id or name'
for name in $names; do
  hallmark checks "$name"
  went_well
  out_has "$name"
  [ "$(wc -l <"$out")" -gt 15 ] || fail 'no explanation'
  cp "$out" by-name
  hallmark checks "${name,,}"
  went_well
  same "$out" by-name
done
hallmark checks security-policy
out_lacks 'Binary-Artifacts'
out_has 'SECURITY'

it 'keeps within the columns that there are'
for width in 40 80; do
  for name in '' $names; do
    run env COLUMNS=$width "$hallmark" checks ${name:+"$name"}
    went_well
    [ "$(wc -L <"$out")" -le $width ] || fail "$(wc -L <"$out") columns of $width"
  done
done

it 'offers the check that was meant'
hallmark checks mantainers
refused 2 'mantainers: no such check; did you mean maintainers?'
hallmark checks zebra
refused 2 "zebra: no such check; 'hallmark checks' lists all"
hallmark checks maintainers security-policy
refused 2 "one check at a time; 'security-policy' is one too many"
hallmark checks --color blue
refused 2 '--color blue'

it 'is what docs/checks.md says; if not: build/release/hallmark checks --markdown > docs/checks.md'
hallmark checks --markdown
went_well
same "$out" "$source_root/docs/checks.md"

it 'writes one check as Markdown'
cp "$out" all.md
hallmark checks --markdown maintainers
went_well
out_has 'Maintainers'
out_lacks 'Binary-Artifacts'
differ "$out" all.md

it 'writes Markdown the same on every terminal'
run env LC_ALL=C COLUMNS=40 "$hallmark" checks --markdown --color always
same "$out" all.md
