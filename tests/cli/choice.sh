#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What of a repository is scored: which checks, which commit, as of when.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
git -C r.git branch old main~20
old=$(git -C r.git rev-parse old)
new=$(git -C r.git rev-parse main)

ids() {
  sed -n 's/^      "id": "\(.*\)",$/\1/p' "$out" | paste -sd ' '
}

commit() {
  sed -n 's/^    "commit": "\(.*\)",$/\1/p' "$out"
}

# scans_as COMMIT OPTION...
scans_as() {
  local wanted=$1
  shift
  hallmark scan -q -o json:- r.git "$@"
  went_well
  [ "$(commit)" = "$wanted" ] || fail "scanned $(commit), not $wanted"
}

it 'runs the checks asked for, each once and in report order'
hallmark scan -q -o json:- r.git --check maintainers -c Security-Policy --check=MAINTAINERS
went_well
[ "$(ids)" = 'security-policy maintainers' ] || fail "ran $(ids)"
hallmark scan -q -o json:- r.git
[ "$(ids)" = "$(sed -nE 's/^ *X \(([a-z_]+)\).*/\1/p' "$source_root/checks/list.h" | tr _ - | paste -sd ' ')" ] || fail "ran $(ids)"

it 'offers the check that was meant'
hallmark scan r.git --check signed-comits
refused 2 'signed-comits: no such check; did you mean signed-commits?'
hallmark scan r.git --check zebra
refused 2 "zebra: no such check; 'hallmark checks' lists all"
hallmark scan r.git --check ''
refused 2 'no such check'

it 'scores the commit, branch, tag or time asked for'
scans_as "$new"
scans_as "$old" --commit old
scans_as "$old" --commit main~20
scans_as "$old" --commit "${old:0:10}"
scans_as "$old" --ref old
scans_as "$old" --ref refs/heads/old
scans_as "$new" --ref v1.0
scans_as "$old" --at 2026-01-20
scans_as "$old" --at 2026-01-20T00:00:00Z
scans_as "$(git -C r.git rev-parse main~21)" --at 2026-01-19T23:59:59Z
scans_as "$old" --at "@$(git -C r.git log -1 --format=%ct old)"
scans_as "$old" --ref old --at 2026-02-01

it 'takes names as they are, whatever the locale'
git -C r.git branch $'\u017c\u00f3\u0142w' old
scans_as "$old" --ref $'\u017c\u00f3\u0142w'
LC_ALL=C scans_as "$old" --ref $'\u017c\u00f3\u0142w'

it 'finds no such commit'
hallmark scan r.git --commit nowhere
refused 3 'nowhere: no such revision in r.git'
hallmark scan r.git --ref nowhere
refused 3 'nowhere: no such branch or tag in r.git'
hallmark scan r.git --commit 'HEAD^{tree}'
refused 3 'a tree in r.git, where a commit was expected'
hallmark scan r.git --at 2019-01-01
refused 3 'no commit at or before 2019-01-01T23:59:59Z'

it 'refuses a commit newer than the time asked for'
hallmark scan r.git --commit HEAD --at 2026-01-20
refused 2 'after the time asked for, 2026-01-20T23:59:59Z'

it 'refuses two answers to one question, and an empty one'
hallmark scan r.git --commit main --ref old
refused 2 '--commit and --ref'
hallmark scan r.git --ref ''
refused 2 '--ref: no name follows'
hallmark scan r.git --commit=
refused 2 '--commit: no name follows'

it 'refuses what is no date'
for date in soon '' 2026-13-01 2026-02-30 @ @x 2026-01-01T25:00:00Z; do
  hallmark scan r.git --at "$date"
  refused 2 '--at '
  err_has 'not a date'
done

it 'takes SOURCE_DATE_EPOCH for now, and --at before it'
run env SOURCE_DATE_EPOCH=1900000000 "$hallmark" scan r.git
went_well
out_has 'as of 2030-03-17T17:46:40Z'
out_has 'nobody'
run env SOURCE_DATE_EPOCH=soon "$hallmark" scan r.git --at 2026-06-01
went_well
out_has 'as of 2026-06-01T23:59:59Z'
for epoch in soon 1.5 99999999999999999999 ' 1'; do
  run env SOURCE_DATE_EPOCH="$epoch" "$hallmark" scan r.git
  refused 2 'not a number of seconds since 1970'
done

it 'reads the clock without SOURCE_DATE_EPOCH'
before=$(date +%s)
run env -u SOURCE_DATE_EPOCH "$hallmark" scan r.git -q -o json:-
went_well
as_of=$(date -d "$(sed -n 's/^  "as_of": "\(.*\)",$/\1/p' "$out")" +%s)
[ "$as_of" -ge "$before" ] || fail "as of $as_of, before $before"
[ "$as_of" -le "$(date +%s)" ] || fail "as of $as_of, which is to come"

it 'exits with 4 where --strict misses evidence, and says so'
hallmark scan r.git --strict -o strict.json
exits 4
out_has 'Branch-Protection'
err_has '--strict'
is_file strict.json
hallmark scan r.git --strict -q --check branch-protection
exits 4
out_is_empty
hallmark scan r.git --strict --check security-policy --check binary-artifacts
went_well

it 'names the trust anchors that it can not read'
hallmark scan r.git --allowed-signers nowhere
refused 2 'nowhere: No such file'
hallmark scan r.git --keyring /dev/null
refused 2 '/dev/null: neither a file nor a pipe'
