#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Where a scan finds its repository, and that it reads the commit and nothing else.
. "$(dirname "$0")/lib.sh"

repository bare.git everything-in-order
git clone --quiet bare.git tree
mkdir -p tree/deep/er

commit_of() {
  git -C "$1" rev-parse HEAD
}

it 'scans a bare repository'
hallmark scan bare.git
went_well
out_has "$(commit_of bare.git | cut -c 1-12) (refs/heads/main) as of 2026-06-01T00:00:00Z"
for name in Branch-Protection Two-Factor-Auth Signed-Commits Security-Policy Maintainers Binary-Artifacts Takeover-Signals Sensitive-Changes \
  Opaque-Source Release-Integrity; do
  out_has "$name"
done
out_has 'Score 8.6 of 10'
out_has 'Next steps'

it 'scans the repository at or above a folder, here by default'
run env -C tree "$hallmark" scan -q -o json:-
went_well
out_has "\"commit\": \"$(commit_of bare.git)\""
cp "$out" top.json
run env -C tree/deep/er "$hallmark" scan -q -o json:-
went_well
same "$out" top.json
hallmark scan -q -o json:- tree/deep
same "$out" top.json

it 'reads the commit, not the work tree or the index'
printf '\177ELF\2\1\1%064d' 0 >tree/payload.so
printf '\177ELF\2\1\1%064d' 0 >tree/main.c
git -C tree add payload.so
rm tree/SECURITY.md
hallmark scan -q -o json:- tree
went_well
same "$out" top.json
git -C tree commit --quiet --all --message 'Now it counts'
hallmark scan tree
went_well
out_has '2 binaries'
out_has 'no SECURITY file'

it 'scans a worktree at its own commit'
git -C tree worktree add --quiet -b side "$PWD/second" HEAD~1
hallmark scan second/
went_well
out_has "$(commit_of bare.git | cut -c 1-12) (refs/heads/side)"

it 'scans a detached HEAD'
git -C second checkout --quiet --detach HEAD~3
hallmark scan -q -o json:- second
went_well
out_has "\"commit\": \"$(commit_of second)\""
out_has '"ref": null'

it 'prints nothing with --quiet'
hallmark scan bare.git --quiet
went_well
out_is_empty

it 'details show each finding and its evidence'
hallmark scan bare.git --details
went_well
out_has 'SECURITY.md:3'
out_has "commit $(commit_of bare.git)"
hallmark scan bare.git
out_lacks 'SECURITY.md:3'

it 'has no repository to scan'
hallmark scan no-such-folder
refused 3 'no-such-folder: No such file or directory'
mkdir plain
hallmark scan plain
refused 3 'plain: no git repository here or above'
run env -C plain "$hallmark" scan
refused 3 'no git repository here or above'
git init --quiet --bare unborn.git
hallmark scan unborn.git
refused 3 'no commit yet'
git init --quiet --object-format=sha256 --initial-branch=main modern
git -C modern commit --quiet --allow-empty --message 'Begin'
hallmark scan modern
refused 3 'sha256'

it 'takes one repository'
hallmark scan bare.git tree
refused 2 "'tree' is one too many"

it 'masks what a hostile name would do to the terminal'
hallmark scan $'\e]0;owned\a\u202e'
refused 3 '\x1b]0;owned\x07'
! grep -q $'\e' "$err" || fail 'an escape sequence reached stderr'
hallmark scan -- -no-such-option
refused 3 '-no-such-option: No such file'

it 'takes no tag that can not be read for one that is not there'
repository tags.git <<'STREAM'
commit
tag v1.0 'one'
tag v1.1 'two'
STREAM
hallmark scan tags.git -c signed-commits -d
went_well
out_has '0 of the 2 newest release tags are signed'
for tag in v1.0 v1.1; do
  id=$(git -C tags.git rev-parse "$tag")
  rm -f "tags.git/objects/${id:0:2}/${id:2}"
done
hallmark scan tags.git -c signed-commits -d
went_well
out_has "2 tags can't be read"
out_lacks 'no release tags'
