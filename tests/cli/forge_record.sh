#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A scan that is recorded can be repeated by anybody, byte for byte, with neither the token nor the forge.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

token=ghp_reader
clone_of https://github.com/o/r.git
github_script "$token"

it 'records'
forge_up script.json
with_github scan tree --record recording -o report.json -o report.md -o badge.svg -o scorecard:s.json --details
went_well
cp "$out" table
forge_down
is_file recording/scan.json
[ "$(stat -c %a recording/scan.json)" = 600 ] || fail 'others may read it'

# repeats COMMAND...: the same bytes come of it.
repeats() {
  rm -rf again
  mkdir again
  cd again
  run "$@" "$hallmark" scan ../tree --replay ../recording -o report.json -o report.md -o badge.svg -o scorecard:s.json --details
  cd ..
  went_well
  same "$out" table
  for file in report.json report.md badge.svg s.json; do
    same again/$file $file
  done
}

it 'repeats byte for byte, whatever the time and the environment'
repeats env
repeats env -u SOURCE_DATE_EPOCH
repeats env -u SOURCE_DATE_EPOCH GITHUB_TOKEN=ghp_other GITHUB_API_URL=https://git.example.org/api/v3
mv recording elsewhere
ln -s elsewhere recording
repeats env GITLAB_TOKEN=glpat_other

it 'opens no socket when it repeats'
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
  run env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=socket,connect -o trace "$hallmark" scan tree --replay recording
  went_well
  ! grep -E 'socket\(AF_INET|connect\(.*AF_INET' trace || fail 'a socket was opened'
else
  skip 'no strace'
fi

it 'records why nobody was asked, too'
hallmark scan tree --record unasked -o report.json
went_well
run env GITHUB_TOKEN=ghp_other "$hallmark" scan tree --replay unasked -o again.json
went_well
same again.json report.json

it 'keeps to a folder of its own'
hallmark scan tree --record recording
refused 2 '--record recording: not empty'
hallmark scan tree --record unasked/scan.json/x
refused 3 'unasked/scan.json/x'

it 'replays no recording of another project'
git -C tree remote set-url origin https://github.com/other/thing.git
hallmark scan tree --replay recording -o never.json
refused 2 'recording: a recording of github.com/o/r, not of github.com/other/thing'
is_absent never.json
git -C tree remote set-url origin https://github.com/O/R.git
hallmark scan tree --replay recording
went_well
git -C tree remote remove origin
hallmark scan tree --replay recording
went_well
git -C tree remote add origin https://github.com/o/r.git

it 'replays a recording of a forge below a path of its host'
echo '[{"request": "GET /git/api/v1/repos/o/r", "status": 404, "body": {}}]' >below.json
forge_up below.json
git -C tree remote set-url origin "$api/git/o/r.git"
run env FORGEJO_TOKEN=fj_reader FORGEJO_URL="$api/git" "$hallmark" scan tree --record below
went_well
forge_down
hallmark scan tree --replay below
went_well
git -C tree remote set-url origin https://github.com/o/r.git

it 'replays nothing but recordings'
hallmark scan tree --replay nowhere
refused 2 'nowhere/scan.json'
mkdir -p empty
hallmark scan tree --replay empty
refused 2 'empty/scan.json'
printf '{"schema": "hallmark/recording/9"}' >empty/scan.json
hallmark scan tree --replay empty
refused 2 'hallmark/recording/9'
printf 'garbage' >empty/scan.json
hallmark scan tree --replay empty
refused 2 'empty/scan.json: '

it 'takes what a damaged recording lacks for what can not be seen'
for file in elsewhere/*-*.json; do
  cp -r elsewhere damaged
  head -c 100 "$file" >"damaged/$(basename "$file")"
  hallmark scan tree --replay damaged -q -o again.json
  exits 0
  rm "damaged/$(basename "$file")"
  hallmark scan tree --replay damaged -q -o again.json
  exits 0
  rm -r damaged
done
