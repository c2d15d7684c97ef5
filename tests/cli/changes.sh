#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Which sensitive files changed since when, and who saw it.
. "$(dirname "$0")/lib.sh"

# commit BRANCH AUTHOR COMMITTER DATE MESSAGE: a commit's head, for fast-import; files follow.
commit() {
  printf 'commit refs/heads/%s\n' "$1"
  printf 'author %s <%s@example.org> %s +0000\n' "$2" "${2,,}" "$(date -ud "$4" +%s)"
  printf 'committer %s <%s@example.org> %s +0000\n' "$3" "${3,,}" "$(date -ud "$4" +%s)"
  printf 'data %d\n%s\n' "${#5}" "$5"
}

# file PATH TEXT
file() {
  printf 'M 100644 inline %s\ndata %d\n%s\n' "$1" "${#2}" "$2"
}

history() {
  local day
  for day in 01 02 03 04; do
    commit main Ada Ada "2019-01-$day" "Begin, $day"
    file main.c "int day = $day;"
    commit main Bo Bo "2019-02-$day" "Go on, $day"
    file bo.c "int day = $day;"
  done
  commit main Ada Ada 2025-01-10 'Say whom to write to'
  file SECURITY.md 'Write to ada@one.test.'
  commit main Bo Ada 2026-02-10 'Build it'
  file configure.ac 'AC_INIT([r], [1])'
  commit main Bo Bo 2026-03-10 'Write to me'
  file SECURITY.md 'Write to bo@two.test.'
  commit main Ada Ada 2026-04-10 'Test (#12)'
  file .github/workflows/ci.yml 'on: push'
  commit main Ada Ada 2026-05-10 'Nothing of note'
  file main.c 'int day = 5;'
}
git init --quiet --bare --initial-branch=main r.git
history | git -C r.git fast-import --quiet

it 'lists what came after a date, newest first, and fails for the one nobody else saw'
hallmark changes r.git --since 2026-01-01
exits 1
err_is_empty
out_has 'r: 3 sensitive commits since 2026-01-01: 1 with a second person, 1 by request'
out_has '2026-04-10 Ada (#12) – by request, review not visible'
out_has 'modified SECURITY.md (security policy) – ada@one.test became bo@two.test'
out_has '2026-02-10 Bo – second person: Ada'
out_lacks 'main.c'
[ "$(grep -o '2026-0[0-9]-10' "$out" | paste -sd ' ')" = '2026-04-10 2026-03-10 2026-02-10' ] || fail 'order'

it 'lists what a revision has not'
hallmark changes r.git --since HEAD~2
went_well
out_has '1 sensitive commit since HEAD~2'
hallmark changes r.git --since HEAD~1
went_well
out_is 'r: no sensitive commit since HEAD~1'

it 'looks back further than a scan does'
hallmark changes r.git --since 2018-01-01 --at 2030-01-01
exits 1
out_has 'added SECURITY.md'
hallmark changes r.git --since HEAD~6 --at 2030-01-01
out_has 'added SECURITY.md'

it 'compares with a branch that went elsewhere'
{
  commit base Bo Bo 2026-03-20 'Elsewhere'
  printf 'from refs/heads/main~3\n'
  file LICENSE 'none'
} | git -C r.git fast-import --quiet
hallmark changes r.git --since base
exits 1
out_has '2 sensitive commits since base'
out_lacks LICENSE

it 'fails for a request only where it is told to'
hallmark changes r.git --since HEAD~2 --strict
exits 4
err_has 'not all could be looked at'

it 'prints JSON that its schema describes, and Markdown'
hallmark changes r.git --since 2026-01-01 --format json
exits 1
out_has '"schema": "hallmark/changes/1"'
out_has '"contact": "ada@one.test became bo@two.test"'
hallmark changes r.git --since 2026-01-01 --format md
exits 1
out_has '## Sensitive changes of r'
out_has '**nobody else visible**'

it 'says what it could not look at'
git clone --quiet --bare --depth 2 "file://$PWD/r.git" cut.git
hallmark changes cut.git --since 2026-01-01
out_has 'Not all could be looked at: history is cut'

it 'refuses what it can not read'
hallmark changes r.git
refused 2 '--since: a date (2026-11-21) or a revision (v1.2, HEAD~10) must follow'
hallmark changes r.git --since nowhere
refused 3 'nowhere: no such revision in r.git'
hallmark changes r.git --since HEAD~1 --format yaml
refused 2 '--format yaml: no such format; text, md or json'
