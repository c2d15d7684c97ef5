#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The files that a scan writes: which formats, where to, and when it says no before the work begins.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order

# begins FILE BYTES: as printf writes them.
begins() {
  # shellcheck disable=SC2059 # the bytes are a format
  cmp -s <(printf "$2") <(head -c "$(printf "$2" | wc -c)" "$1") || fail "$1 does not begin with $2"
}

it 'writes all formats in one scan'
hallmark scan r.git -o b.svg -o b.png -o b.PDF -o r.json -o r.md -o scorecard:s.json -o svg:bare
went_well
out_has 'Maintainers'
begins b.svg '<svg '
begins b.png '\x89PNG\r\n\x1a\n'
begins b.PDF '%%PDF-'
begins r.md '<!-- hallmark report -->\n## hallmark: 8.6'
same b.svg bare
grep -q '"schema": "hallmark/report/1"' r.json || fail 'no report'
grep -q '"scorecard"' s.json || fail 'no Scorecard results'
python3 - <<'PYTHON' || fail 'the documents do not agree'
import json, xml.dom.minidom
report, results = json.load(open('r.json')), json.load(open('s.json'))
assert xml.dom.minidom.parse('b.svg').documentElement.tagName == 'svg'
assert report['score'] == results['score'] == 8.6, (report['score'], results['score'])
assert sorted(c['name'] for c in report['checks']) == [c['name'] for c in results['checks']]
PYTHON
holds . b.svg b.png b.PDF bare r.git r.json r.md s.json

it 'shows how to embed the badge, but no path of this machine'
out_has '](b.svg)'
out_has '<img src="b.svg"'
hallmark scan r.git -o "$PWD/b.svg"
out_has '](b.svg)'
out_lacks "$PWD"
hallmark scan r.git -o r.json
out_lacks 'README, Markdown and HTML'

it 'writes what CI servers read'
hallmark scan r.git -q -o r.sarif -o r.xml -o codequality:q.json -o endpoint:e.json -o line:l.txt
went_well
python3 - <<'PYTHON' || fail 'the documents for CI do not agree'
import json, xml.dom.minidom
report, sarif, issues = (json.load(open(name)) for name in ('r.json', 'r.sarif', 'q.json'))
failed = sum(f['outcome'] == 'fail' for c in report['checks'] for f in c['findings'])
run = sarif['runs'][0]
assert len(run['results']) == len(issues) == failed, (len(run['results']), len(issues), failed)
assert all('markdown' in rule['help'] for rule in run['tool']['driver']['rules'])
cases = xml.dom.minidom.parse('r.xml').getElementsByTagName('testcase')
assert len(cases) == 3 + len(report['checks']), len(cases)
assert json.load(open('e.json'))['message'].split()[0] == '8.6'
assert ' 8.6 (floor ' in open('l.txt').read()
PYTHON
rm r.sarif r.xml q.json e.json l.txt

it 'adds to the files of a GitHub step, and leaves what others wrote there'
printf 'before=1\n' >step.out
hallmark scan r.git -q -o github-output:step.out -o github-summary:step.md
went_well
hallmark scan r.git -q -o github-output:step.out
went_well
[ "$(cut -d= -f1 step.out | tr '\n' ' ')" = 'before score floor coverage passed score floor coverage passed ' ] || fail "$(cat step.out)"
grep -qx 'score=8.6' step.out || fail 'no score'
same step.md r.md
ln -s step.out link.out
hallmark scan r.git -q -o github-output:link.out
refused 2 'link.out: is a symbolic link'
rm step.out step.md link.out

it 'writes the same bytes for the same input'
mkdir again
hallmark scan r.git -q -o again/b.svg -o again/b.png -o again/b.PDF -o again/r.json -o again/r.md -o scorecard:again/s.json
went_well
for file in again/*; do
  same "$file" "${file#again/}"
done
run env SOURCE_DATE_EPOCH=1780272001 "$hallmark" scan r.git -q -o later.json
differ later.json r.json

it 'writes one document to stdout, and nothing beside it'
hallmark scan r.git -q -o r-beside.md -o beside.svg
for format in svg png pdf json md scorecard; do
  hallmark scan r.git -o $format:- -o svg:beside.svg
  went_well
  case $format in
    svg) same "$out" b.svg ;;
    png) same "$out" b.png ;;
    md) same "$out" r-beside.md ;;
    pdf) same "$out" b.PDF ;;
    json) same "$out" r.json ;;
    scorecard) same "$out" s.json ;;
  esac
  same beside.svg b.svg
done

it 'replaces what was there, keeping who may read it'
echo old >old.svg
chmod 640 old.svg
hallmark scan r.git -q -o old.svg
went_well
same old.svg b.svg
[ "$(stat -c %a old.svg)" = 640 ] || fail "the mode became $(stat -c %a old.svg)"

it 'refuses an output without a format'
for output in badge badge.gif gif:badge badge.svg.bak svg: : '' .; do
  hallmark scan r.git -o "$output"
  refused 2 "output '$output'"
  err_has '.svg .png .pdf .json .md'
  err_has 'scorecard'
done

it 'refuses two outputs to one place'
for pair in 'n.svg n.svg' 'n.svg svg:n.svg' 'n.svg json:./n.svg' "n.svg json:$PWD/n.svg" 'svg:- json:-'; do
  hallmark scan r.git -o "${pair% *}" -o "${pair#* }"
  refused 2 "${pair#* }: two outputs to the same"
done
is_absent n.svg

it 'refuses a folder, and a folder that is not there'
hallmark scan r.git -o svg:again
refused 2 'again: is a folder'
hallmark scan r.git -o nowhere/b.svg
refused 2 'nowhere/b.svg: the folder nowhere is not there'
hallmark scan r.git -o b.svg/b.svg
refused 2 'b.svg/b.svg: the folder b.svg is not there'

it 'says so before it looks at the repository'
hallmark scan no-such-repository -o nowhere/b.svg
refused 2 'the folder nowhere is not there'

it 'passes the looks of a badge on'
hallmark scan r.git -q -o big.svg --style for-the-badge --label assay
went_well
differ big.svg b.svg
grep -q '<title>assay: 8.6' big.svg || fail 'another title'
for looks in '--style round' '--scale 3' '--scale 0' '--scale two' '--link http://x.example/' '--color mauve'; do
  # shellcheck disable=SC2086 # words are meant to split
  hallmark scan r.git -o never.svg $looks
  refused 2 "${looks%% *}"
done
is_absent never.svg
