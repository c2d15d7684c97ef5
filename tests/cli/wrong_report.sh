#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark badge` given what is no report of ours: exit 3, the reason, and no badge.
. "$(dirname "$0")/lib.sh"

repository r.git single-maintainer
hallmark scan r.git -q -o report.json -o badge.svg
went_well

# unreadable FILE TEXT: no badge comes of FILE, for a reason in which TEXT stands.
unreadable() {
  hallmark badge "$1" -o never.svg
  refused 3 "$2"
  err_has "$1: "
  is_absent never.svg
}

it 'reads nothing where nothing is to be read'
unreadable nowhere.json 'No such file or directory'
mkdir folder.json
unreadable folder.json 'Is a directory'
touch empty.json
unreadable empty.json 'empty'
hallmark badge - -o never.svg
refused 3 'standard input: '

it 'reads only JSON'
printf 'hello\n' >text.json
unreadable text.json 'text.json: '
cp badge.svg picture.json
unreadable picture.json 'picture.json: '
head -c 4096 /dev/zero >zero.json
unreadable zero.json 'zero.json: '
printf '\xff\xfe{\0}\0' >utf16.json
unreadable utf16.json 'utf16.json: '
printf '[%.0s' {1..100000} >deep.json
unreadable deep.json 'deep.json: '
printf '{"schema": "\\u001b]0;owned"}' >hostile.json
unreadable hostile.json 'hostile.json: '
! grep -q $'\e' "$err" || fail 'an escape sequence reached stderr'
hallmark badge $'\e]0;owned.json' -o never.svg
refused 3 '\x1b]0;owned.json: '

it 'reads only reports, and no newer ones'
for json in null 0 '"hallmark/report/1"' '[]' '{}' '{"schema": null}' '{"schema": 1}' '{"schema": "cyclonedx"}' '{"schema": "hallmark/report/1"}'; do
  printf '%s' "$json" >other.json
  unreadable other.json 'other.json: '
done
for version in 2 10; do
  sed "s#hallmark/report/1#hallmark/report/$version#" report.json >newer.json
  unreadable newer.json "of version $version, this hallmark reads version 1; a newer hallmark is needed"
done

it 'reads no report that was cut off'
size=$(stat -c %s report.json)
for ((at = 1; at < size - 2; at += size / 40)); do
  head -c "$at" report.json >cut.json
  unreadable cut.json 'cut.json: '
done
head -c $((size - 2)) report.json >cut.json
unreadable cut.json 'cut.json: '

it 'reads no report with something behind it'
cat report.json report.json >twice.json
unreadable twice.json 'twice.json: '

it 'reads no report of which a part is nonsense'
# with SED-SCRIPT: report.json with another part
with() {
  sed "$1" report.json >wrong.json
  ! cmp -s wrong.json report.json || fail 'nothing was changed'
  unreadable wrong.json 'wrong.json: '
}
with '0,/"score": [0-9.]*/s//"score": 11/'
with '0,/"score": [0-9.]*/s//"score": "good"/'
with '0,/"coverage": [0-9.]*/s//"coverage": -1/'
with '0,/"commit": "[0-9a-f]*"/s//"commit": "HEAD"/'
with '0,/"as_of": ".*"/s//"as_of": "soon"/'
with 's/"checks": \[/"checks": {}, "x": [/'

it 'reads no report whose headline is forged'
sed 's/^  "score": [0-9.]*/  "score": 10.0/' report.json >forged.json
unreadable forged.json 'score: says 10, but its checks come to'

it 'reads no more than 64 MiB, of a file or a stream'
{
  cat report.json
  head -c $((65 * 1024 * 1024)) /dev/zero | tr '\0' ' '
} >large.json
unreadable large.json 'larger than 64 MiB'
# shellcheck disable=SC2016 # expanded by the shell that is started
run bash -c 'cat large.json /dev/zero 2>/dev/null | "$1" badge - -o never.svg; exit "${PIPESTATUS[1]}"' - "$hallmark"
refused 3 'standard input: larger than 64 MiB'
rm large.json

it 'reads a report that another command made prettier'
python3 -c 'import json; print(json.dumps(json.load(open("report.json"))))' >compact.json
hallmark badge compact.json -q -o compact.svg
went_well
same compact.svg badge.svg
