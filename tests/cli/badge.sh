#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark badge`: the badge of a report, and how it may look.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
hallmark scan r.git -q -o report.json -o scan.svg -o scan.png -o scan.pdf
went_well

it 'stamps the same bytes as the scan'
hallmark badge report.json -o badge.svg -o badge.png -o badge.pdf
went_well
out_has '](badge.svg)'
for extension in svg png pdf; do
  same badge.$extension scan.$extension
done
hallmark badge report.json -o svg:-
went_well
same "$out" scan.svg
run bash -c '"$1" badge - -q -o from-stdin.svg <report.json' - "$hallmark"
went_well
out_is_empty
same from-stdin.svg scan.svg

it 'keeps to where the bands of the policy begin that the report was made by'
cat >bands.yml <<'EOF'
version: 1
badge:
  bands: { good: 10, fair: 9.9, weak: 9.8 }
EOF
hallmark scan r.git -q --policy bands.yml -o banded.json -o banded.svg
went_well
hallmark badge banded.json -q -o again.svg
went_well
same again.svg banded.svg
differ again.svg badge.svg

it 'has three styles'
for style in flat flat-square for-the-badge; do
  hallmark badge report.json -q -o $style.svg --style $style
  went_well
  xmllint --noout $style.svg || fail "$style.svg is not XML"
done
same flat.svg scan.svg
differ flat-square.svg flat.svg
differ for-the-badge.svg flat.svg
differ for-the-badge.svg flat-square.svg
hallmark badge report.json -o never.svg --style round
refused 2 '--style round: no such style; there are flat, flat-square and for-the-badge'

it 'draws any label, and lets none out of its place'
for label in '' 'supply chain' '"><script>alert(1)</script>' '&amp;' $'\u202eevil\u0007' 'żółć 漢字 🏴' "$(printf 'x%.0s' {1..64})"; do
  hallmark badge report.json -q -o label.svg -o label.png --label "$label"
  if [[ $label == *[!\ -~]* ]]; then
    err_has 'shows as ? in the picture'
    : >"$err"
  fi
  went_well
  xmllint --noout label.svg || fail 'not XML'
  ! grep -q '<script' label.svg || fail 'the label became markup'
  differ label.svg scan.svg
done
run env LC_ALL=C "$hallmark" badge report.json -q -o posix.svg --label 'żółć 漢字'
[ "$status" -eq 0 ] || fail 'exit 0 was expected'
grep -q '<title>żółć 漢字: ' posix.svg || fail 'the locale changed the label'
hallmark badge report.json -q -o label.svg --label hallmark
same label.svg scan.svg
hallmark badge report.json -o never.svg --label "$(printf 'x%.0s' {1..65})"
refused 2 '--label: 65 characters, where at most 64'
hallmark badge report.json -o never.svg --label $'\xff\xfe'
refused 2 '--label: not UTF-8'

it 'links to https and to nothing else'
hallmark badge report.json -q -o link.svg --link 'https://example.com/a?b=c&d="e"'
went_well
xmllint --noout link.svg || fail 'not XML'
grep -q 'href="https://example.com/a?b=c&amp;d=' link.svg || fail 'no link'
for link in http://example.com/ javascript:alert\(1\) 'JavaScript:alert(1)' //example.com /report.html 'data:text/html,x' https: https:// '' \
  'https:///x' ' https://example.com/' $'https://exa\nmple.com/' $'\xff'; do
  hallmark badge report.json -o never.svg --link "$link"
  refused 2 '--link'
done

it 'has one or two pixels for each'
hallmark badge report.json -q -o one.png --scale 1
went_well
hallmark badge report.json -q -o two.png --scale=2
same two.png scan.png
python3 - <<'PYTHON' || fail 'not half the size'
size = lambda name: [int.from_bytes(open(name, 'rb').read()[at:at + 4], 'big') for at in (16, 20)]
assert [2 * n for n in size('one.png')] == size('two.png'), (size('one.png'), size('two.png'))
PYTHON
for scale in 0 3 -1 1.5 two 99999999999999999999; do
  hallmark badge report.json -o never.png --scale=$scale
  refused 2 '--scale'
done

it 'wants one report and one badge or more'
hallmark badge
refused 2 'give one report'
hallmark badge report.json report.json -o never.svg
refused 2 'give one report'
hallmark badge report.json
refused 2 '-o badge.svg'
hallmark badge report.json -o never.md
refused 2 'never.md: not a badge'
hallmark badge report.json -o never.svg -o json:-
refused 2 'svg, png and pdf'
hallmark badge report.json -o nowhere/never.svg
refused 2 'the folder nowhere is not there'
hallmark badge report.json -o never.svg --details
refused 2 "Unknown option --details; see 'hallmark badge --help'"
[ -z "$(find . -name 'never*')" ] || fail 'something was written'
