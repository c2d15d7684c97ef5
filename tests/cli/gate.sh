#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What fails a job: bars, an earlier report, what a range of commits brings; and that no change brings the policy that judges it.
. "$(dirname "$0")/lib.sh"

repository fine.git everything-in-order
elf=$(printf '%064d' 0)

# binary PATH [BYTE]: an ELF file that differs by its last byte.
binary() {
  printf '\177ELF\2\1\1%s%s' "$elf" "${2:-0}" >"$1"
}

# commit MESSAGE: all that is in the work tree here.
commit() {
  git add --all
  git commit --quiet --message "$1"
}

# verdict_fits: at most ten lines of at most 80 columns.
verdict_fits() {
  [ "$(wc -l <"$out")" -le 10 ] || fail "$(wc -l <"$out") lines"
  [ "$(wc -L <"$out")" -le 80 ] || fail "$(wc -L <"$out") columns"
}

# added CHECK: how many findings of CHECK the range of range.json adds.
added() {
  python3 - "$1" <<'PY'
import json, sys
changes = json.load(open("range.json"))["range"]["added"]
print(sum(change["check"] == sys.argv[1] for change in changes))
PY
}

it 'wants something to be asked'
hallmark gate fine.git
refused 2 'no gate: nothing is asked of the score'
hallmark scan fine.git --gate
refused 2 'no gate'

it 'passes and fails by the bars of the command line'
hallmark gate fine.git --min-score 8 --min maintainers=5
went_well
out_has 'PASS'
verdict_fits
hallmark gate fine.git --min-score 9.9
exits 1
err_is_empty
out_has 'FAIL'
verdict_fits
hallmark gate fine.git --min binary-artifacts=10 --min-coverage 100
exits 1
hallmark gate fine.git --min-floor 10
exits 1

it 'fails for nothing that could not be looked at'
hallmark gate fine.git --offline --min branch-protection=10
went_well
hallmark gate fine.git --offline --min branch-protection=10 --strict
exits 4

it 'shows table and verdict with scan'
hallmark scan fine.git --gate --min-score 9.9
[ "$(grep -c '^FAIL' "$out")" -eq 1 ] || fail 'the verdict is told once'
exits 1
out_has 'Score 8.6 of 10'
out_has 'FAIL'
hallmark scan fine.git --min-score 9.9 --quiet
exits 1
out_lacks 'Binary-Artifacts  '
out_has 'FAIL'

it 'tells the verdict on stderr where an output takes stdout'
hallmark scan fine.git --min-score 9.9 -o json:-
exits 1
err_has 'FAIL'
python3 -m json.tool "$out" >verdict.json
grep -q '"passed": false' verdict.json || fail 'the report has no verdict'

it 'reads bars that are numbers'
for words in '--min-score 11' '--min-score 7.25' '--min-score x' '--min-floor -1' '--min-coverage 101' '--min-score 10.1' \
  '--min maintainers' '--min =7' '--min maintainers=x' '--min maintainer=7' '--min-score 7.'; do
  # shellcheck disable=SC2086 # words are meant to split
  hallmark gate fine.git $words
  refused 2 "${words%% *}"
done
hallmark gate fine.git --min maintainer=7
refused 2 'did you mean maintainers?'

it 'judges a report'
hallmark scan -q fine.git -o report.json
hallmark gate report.json --min-score 8
went_well
out_has 'PASS'
hallmark gate report.json --min-score 9.9
exits 1
status=0
"$hallmark" gate - --min-score 9.9 <report.json >"$out" 2>"$err" || status=$?
exits 1
hallmark gate report.json
refused 2 'no gate'
hallmark gate report.json --diff HEAD~1..HEAD
refused 2 '--diff wants the repository itself'
hallmark gate nowhere.json --min-score 1
refused 3 'nowhere.json'
echo '{}' >empty.json
hallmark gate empty.json --min-score 1
refused 3 'empty.json'

it 'goes by the policy of the commit, not of the work tree'
git clone --quiet fine.git ours
cd ours
printf 'version: 1\nname: ours\ngate: { score: 9.9 }\nchecks: { binary-artifacts: { enabled: false } }\n' >.hallmark.yml
hallmark gate
refused 2 'no gate'
commit 'Ask for more'
hallmark gate
exits 1
out_has 'FAIL'
hallmark gate --no-policy --min-score 1
went_well
hallmark gate --min-score 1
exits 1
hallmark scan
out_lacks 'Binary-Artifacts'
hallmark scan -c binary-artifacts
refused 2 'switches off every check'
hallmark gate ../report.json
exits 1
printf 'version: 1\ngate: { score: 11 }\n' >.hallmark.yml
commit 'Ask for too much'
hallmark gate
refused 2 '.hallmark.yml:2:'
git reset --quiet --hard HEAD~2
cd ..

it 'falls behind no earlier report'
cd ours
hallmark scan -q -o ../before.json
hallmark gate --baseline ../before.json
went_well
binary payload.so
commit 'Drop a binary in'
hallmark gate --baseline ../before.json
exits 1
out_has 'Binary-Artifacts'
verdict_fits
hallmark scan -q -o json:- --baseline ../before.json
went_well
out_has '"baseline": {'
printf 'version: 1\ngate: { regression: [maintainers] }\n' >../kept.yml
hallmark gate --policy ../kept.yml --baseline ../before.json
exits 1
out_has 'Score'
out_lacks 'Binary-Artifacts 9'
hallmark gate --policy ../kept.yml
went_well
cd ..

it 'takes no baseline that is none'
repository other.git <<'STREAM'
commit
file main.c 'int main;'
STREAM
hallmark scan -q other.git -o other.json
hallmark gate ours --baseline other.json
refused 2 'other.json'
sed 's|hallmark/report/1|hallmark/report/9|' before.json >newer.json
hallmark gate ours --baseline newer.json
refused 2 'newer.json'
head -c 300 before.json >cut.json
hallmark gate ours --baseline cut.json
refused 2 'cut.json'
hallmark gate ours --baseline nowhere.json
refused 2 'nowhere.json'
hallmark gate ours --baseline before.json --baseline-ref badges
refused 2 'give one'
hallmark gate ours --baseline-ref badges
refused 2 'badges: no such branch or tag'
err_has 'before the first run there is none'

it 'keeps an earlier report on a branch'
blob=$(git -C ours hash-object -w "$PWD/before.json")
tree=$(printf '100644 blob %s\treport.json\n' "$blob" | git -C ours mktree)
git -C ours branch badges "$(git -C ours commit-tree -m Report "$tree")"
hallmark gate ours --baseline-ref badges
exits 1
out_has 'Binary-Artifacts'
mkdir elsewhere
git clone --quiet --no-local ours elsewhere/ours
hallmark gate elsewhere/ours --baseline-ref badges --min-score 1
exits 1
tree=$(printf '100644 blob %s\tother.txt\n' "$blob" | git -C ours mktree)
git -C ours branch bare "$(git -C ours commit-tree -m None "$tree")"
hallmark gate ours --baseline-ref bare
refused 2 'report.json'

it 'tells what a range adds and mends'
git -C ours reset --quiet --hard HEAD~1
cd ours
base=$(git rev-parse --short HEAD)
hallmark gate --diff HEAD~1..HEAD
exits 0
out_has 'none forbidden: Signed-Commits'
git checkout --quiet -b change
binary lib.so
printf 'Write to mallory@elsewhere.test.\n' >SECURITY.md
commit 'Two things at once'
hallmark gate --diff main -o ../range.json
exits 1
verdict_fits
err_has "there is none, so no policy applies"
cd ..
[ "$(added binary-artifacts)" -eq 1 ] || fail 'the new binary'
[ "$(added signed-commits)" -eq 1 ] || fail 'the unsigned commit'
[ "$(added sensitive-changes)" -ge 1 ] || fail 'the contact'
[ "$(added maintainers)" -eq 0 ] || fail 'what the range did not do'
cd ours
for range in main..HEAD main...change "$base..change" main..; do
  hallmark gate --diff "$range" --ref change
  if [ "$range" = main.. ] || [ "$range" = main..HEAD ]; then exits 1; else refused 2 'both say what to score'; fi
  hallmark gate --diff "$range"
  exits 1
done

it 'compares with where both parted, not with what came since'
git checkout --quiet main
binary since.so
commit 'Meanwhile elsewhere'
git checkout --quiet change
hallmark scan -q --diff main -o ../range.json
exits 0
cd ..
[ "$(added binary-artifacts)" -eq 1 ] || fail 'the base'
cd ours

it 'tells of all unsigned commits of a range, whatever date they claim'
for day in 1 2 3 4 5 6 7; do
  GIT_COMMITTER_DATE=1999-01-0${day}T00:00:00Z git commit --quiet --allow-empty --message "Long ago, $day"
done
hallmark scan -q --diff main -o ../range.json
python3 - ../range.json <<'PY' || fail 'not all commits'
import json, sys
added = json.load(open(sys.argv[1]))["range"]["added"]
own = [change for change in added if change["check"] == "signed-commits"]
finding = own[0].get("finding", own[0])
assert "8 of 8 commits" in finding["message"], finding["message"]
assert len(finding["evidence"]) == 8, finding
PY
git checkout --quiet -b dated main
printf 'Write to mallory@elsewhere.test.\n' >SECURITY.md
GIT_COMMITTER_DATE=1999-01-01T00:00:00Z commit 'Long ago'
hallmark scan -q --diff main -o ../range.json
cd ..
[ "$(added sensitive-changes)" -ge 1 ] || fail 'a contact of a commit that claims to be old'
cd ours
git checkout --quiet change

it 'takes another binary at the same place for a new one'
git checkout --quiet -b swap
binary lib.so 1
commit 'The same, but different'
hallmark scan -q --diff change -o ../range.json
cd ..
[ "$(added binary-artifacts)" -eq 1 ] || fail 'the binary that was replaced'
cd ours
git mv lib.so moved.so
git rm --quiet moved.so --force
commit 'Away with it'
hallmark gate --diff change
exits 0
printf 'version: 1\ngate: { new-findings: true }\n' >../strict.yml
hallmark gate --diff change --policy ../strict.yml
exits 1
out_has 'have no signature'
hallmark scan -q --diff swap~1 -o ../range.json
grep -q '"mended"' ../range.json || fail 'mended'

it 'takes histories that were merged crosswise'
git checkout --quiet -b left main
git commit --quiet --allow-empty --message 'Left'
git checkout --quiet -b right main
git commit --quiet --allow-empty --message 'Right'
git merge --quiet --no-edit left
git checkout --quiet left
git merge --quiet --no-edit right~1
git commit --quiet --allow-empty --message 'Left again'
hallmark scan -q --diff right -o ../range.json
grep -q '2 of 2 commits of the range' ../range.json || fail 'the commits of a crosswise range'
git checkout --quiet swap

it 'says what is wrong with a range'
hallmark gate --diff change..change
went_well_but_for_notice() { exits 0; err_has 'both ends are the same commit'; }
went_well_but_for_notice
hallmark gate --diff swap..main~1
refused 2 'are its ends swapped?'
for words in .. ..HEAD a..b..c ....; do
  hallmark gate --diff "$words"
  refused 2 'write BASE..HEAD'
done
hallmark gate --diff nowhere
refused 2 'nowhere: no such revision'
hallmark gate --diff main..nowhere
refused 3 'nowhere: no such revision'
git checkout --quiet --orphan alone
commit 'Begin anew'
hallmark gate --diff main
refused 2 'shares no commit'
git checkout --quiet change
cd ..

it 'says how to fetch what a shallow clone has not'
git clone --quiet --depth 1 --branch change "file://$PWD/ours" shallow
hallmark gate shallow --diff "$(git -C ours rev-parse main)"
refused 2 'fetch-depth: 0'
err_has 'GIT_DEPTH: 0'
err_has 'git fetch --unshallow'
git -C shallow fetch --quiet --depth 1 origin main:main
hallmark gate shallow --diff main
refused 2 'fetch-depth: 0'
git -C shallow fetch --quiet --unshallow origin main change
hallmark gate shallow --diff main
exits 1

it 'judges a change by the policy of its base, and tells of a changed one'
cd ours
git checkout --quiet main
git rm --quiet since.so
printf 'version: 1\ngate: { new-findings: true }\n' >.hallmark.yml
commit 'Ask for no new findings'
git checkout --quiet -b mine
binary mine.so
commit 'A binary of mine'
hallmark waive --check binary-artifacts --path mine.so --reason 'It is fine'
exits 0
commit 'And a waiver for it'
hallmark gate --diff main -o ../range.json
exits 1
out_has 'mine.so'
cd ..
[ "$(added policy)" -eq 1 ] || fail 'the changed policy'
cd ours
hallmark gate --policy-ref main --min binary-artifacts=10
exits 1
out_has 'Binary-Artifacts'
hallmark scan --policy-ref main --details
out_has '.hallmark.yml is not what it is'
hallmark gate --min binary-artifacts=10
went_well
hallmark gate --diff main --policy .hallmark.yml -o ../range.json
exits 1
out_lacks 'mine.so'
hallmark gate --policy-ref nowhere
refused 3 'nowhere'

it 'judges a change that began before the policy by the policy all the same'
git checkout --quiet -b early main~1
binary early.so
commit 'From before anything was asked'
hallmark gate --diff main -o ../range.json
exits 1
err_lacks 'no policy applies'
out_has 'early.so'
out_has 'has no signature'
cd ..
[ "$(added policy)" -eq 0 ] || fail 'a policy that came since was changed by nobody here'
cd ours
printf 'version: 1\n' >.hallmark.yml
commit 'And a policy of its own'
hallmark scan -q --diff main -o ../range.json
cd ..
[ "$(added policy)" -eq 1 ] || fail 'the policy that was changed'
cd ours

it 'tells of what a merge takes from long ago'
git checkout --quiet -b revive main
printf 'Write to old@example.org.\n' >SECURITY.md
commit 'Whom to write to'
first=$(git rev-parse HEAD)
printf 'Write to new@example.org.\n' >SECURITY.md
commit 'Somebody else to write to'
git checkout --quiet -b back
git checkout --quiet "$first" -- SECURITY.md
git reset --quiet --hard "$(git commit-tree -p revive -p "$first" -m 'Merge' "$(git write-tree)")"
git diff --quiet revive HEAD -- SECURITY.md && fail 'the merge takes nothing'
hallmark scan -q --diff revive -o ../range.json
cd ..
[ "$(added sensitive-changes)" -ge 1 ] || fail 'the contact that came back'
cd ours
git checkout --quiet mine

it 'writes annotations after the verdict'
hallmark gate --diff main --annotate github
exits 1
out_has '::error'
[ "$(grep -n '::' "$out" | head -n 1 | cut -d: -f1)" -gt "$(grep -n FAIL "$out" | head -n 1 | cut -d: -f1)" ] || fail 'order'
hallmark gate --annotate jenkins
refused 2 '--annotate jenkins: no such CI'
