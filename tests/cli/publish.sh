#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark publish` puts badge and report on a branch of their own, and touches nothing else.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "$0")/lib.sh"

git init -q -b main . && echo words >README.md && git add --all && git commit -q -m begin

it 'writes three files as one commit, the same for the same report'
hallmark publish
exits 0
out_has 'badges is '
out_has 'git push --force-with-lease origin badges'
[ "$(git ls-tree --name-only badges | tr '\n' ' ')" = 'badge.svg endpoint.json report.json ' ] || fail 'the branch holds other files'
[ -z "$(git status --short)" ] || fail 'the work tree was touched'
first=$(git rev-parse badges)
hallmark publish
exits 0
[ "$(git rev-parse badges)" = "$first" ] || fail 'the same report is another commit'
git cat-file blob badges:badge.svg | xmllint --noout - || fail 'the badge is no XML'
git cat-file blob badges:endpoint.json | python3 -c 'import json, sys; assert json.load(sys.stdin)["schemaVersion"] == 1' || fail 'no endpoint'

it 'publishes a report that was made before'
hallmark scan -q -o report.json
exits 0
hallmark publish --report report.json --ref marks
exits 0
git cat-file blob marks:report.json | cmp -s - report.json || fail 'another report was published'
rm report.json

it 'serves as the baseline of a gate'
hallmark gate --baseline-ref badges
exits 0
cp /bin/true program && git add --all && git commit -q -m 'a program'
hallmark gate --baseline-ref badges
exits 1
out_has 'program'

it 'refuses a branch of work, one that is no name, and a place that is no folder'
git branch work
hallmark publish --ref work
refused 2 'holds something else'
hallmark publish --ref main
refused 2 'is the branch that HEAD names'
hallmark publish --ref 'a..b'
refused 2 'no name for a branch'
hallmark publish https://git.example.org/o/r
refused 2 'name its folder'
hallmark publish . .
refused 2 'one repository at a time'
hallmark publish --report nowhere.json
refused 3 'nowhere.json'

it 'leaves a branch alone that is somebody'\''s on the remote, of which a fresh clone has none of its own'
git init -q --bare -b main "$work/remote.git"
git push -q "$work/remote.git" main:main main:badges
git clone -q "$work/remote.git" "$work/clone"
hallmark publish "$work/clone"
refused 2 'origin/badges: holds something else'
git -C "$work/clone" rev-parse -q --verify refs/heads/badges && fail 'a branch was written'
git push -q --force "$work/remote.git" badges
git -C "$work/clone" fetch -q
hallmark publish "$work/clone"
exits 0
git -C "$work/clone" push -q --force-with-lease origin badges || fail 'what was published can not be pushed'
