#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A portfolio is scanned into the store: what fails is a row, what holds is left alone, and what was broken off goes on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

export ASAN_OPTIONS=fast_unwind_on_malloc=0 # as in interrupt.sh
export XDG_DATA_HOME=$work/data
day=86400

# scan ARGUMENT...: the portfolio here, and the seconds that it took are made the same each time.
scan() {
  hallmark portfolio scan "$@"
  sed -i -E 's/; [0-9]+\.[0-9] s/; T s/; s/, [0-9]+\.[0-9] s$/, T s/; /^slowest: /d' "$out" "$err"
}

# stored FILE: what the store holds: "KEY AS_OF SCORE" of each report.
stored() {
  python3 - "$hallmark" "$XDG_DATA_HOME/hallmark/portfolio.db" >"$1" <<'PYTHON'
import json, subprocess, sys
for line in subprocess.run([sys.argv[1], "store", "export", "--store", sys.argv[2]], check=True, capture_output=True, text=True).stdout.splitlines():
    row = json.loads(line)
    print(row["repository"], row["as_of"], row["report"]["score"])
PYTHON
}

# new_commit REPOSITORY
new_commit() {
  git -C "$1" update-ref refs/heads/main "$(git -C "$1" commit-tree -p main -m 'Something new' 'main^{tree}')"
}

repository one.git everything-in-order
repository two.git binary-behind-links
repository three.git everything-in-order
cat >portfolio.yml <<YAML
version: 1
groups:
  - name: core
    policy: lax.yml
  - name: rest
repositories:
  - path: one.git
    group: core
  - path: two.git
    group: rest
  - path: three.git
YAML
printf 'version: 1\nchecks: { maintainers: { weight: 1 } }\n' >lax.yml

it 'scans all, each as a scan by itself would'
scan --jobs 2
went_well
out_is '3 repositories: 3 scanned; T s'
hallmark store check
out_is '3 reports of 3 repositories: whole'
hallmark scan three.git -q -o json:alone.json
hallmark store export
python3 - "$out" alone.json <<'PYTHON' || fail 'another report than that of a scan'
import json, sys
reports = {line["repository"]: line["report"] for line in map(json.loads, open(sys.argv[1]))}
assert len(reports) == 3
stored = [report for key, report in reports.items() if key.endswith("/three.git")]
activity = stored[0].pop("activity", None) # which a scan by itself does not count
assert activity is None or activity["commits"] > 0
alone = json.load(open(sys.argv[2]))
alone.pop("activity", None)
assert stored == [alone]
assert [report["policy"]["source"] for key, report in reports.items() if key.endswith("/one.git")][0].endswith("lax.yml")
PYTHON
stored first

it 'leaves alone what is as it was'
scan -v
exits 0
out_is '3 repositories: 3 unchanged; T s'
[ "$(sort "$err")" = "$(printf '%s: unchanged\n' one.git three.git two.git)" ] || fail 'not each is told of'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 5 * day)) scan
out_is '3 repositories: 3 unchanged; T s'
stored second
same first second

it 'scans what changed, alone'
new_commit two.git
git -C three.git tag v99 main
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + day)) scan
went_well
out_is '3 repositories: 2 scanned, 1 unchanged; T s'
printf 'version: 1\nchecks: { maintainers: { weight: 2 } }\n' >lax.yml
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + day)) scan
out_is '3 repositories: 1 scanned, 2 unchanged; T s'

it 'scans anew what only time has changed'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 7 * day)) scan
out_is '3 repositories: 3 scanned; T s'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 7 * day)) scan --max-age 0
out_is '3 repositories: 3 scanned; T s'
stored third
[ "$(grep -c 2026-06-08 third)" -eq 3 ] || fail 'a report of the same time was not replaced'

it 'scans a group, or what was not scanned since a date'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 8 * day)) scan --only core --only rest --max-age 0
out_is '2 repositories: 2 scanned; T s'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 9 * day)) scan --since 2026-06-08 --max-age 0
out_is '3 repositories: 1 scanned, 2 skipped; T s'

it 'tells what can not be scanned, and goes on'
git init --quiet --bare empty.git
mkdir plain
cat >bad.yml <<YAML
version: 1
repositories:
  - path: one.git
  - path: gone
  - path: plain
  - path: empty.git
  - url: https://127.0.0.1:1/o/away
  - url: git@127.0.0.1:o/plain
  - path: three.git
YAML
scan --portfolio bad.yml --store bad.db --jobs 3
went_well
out_has '7 repositories: 2 scanned, 5 failed; T s'
out_has 'gone: failed: '
out_has 'no git repository here or above'
out_has 'no commit yet on refs/heads/'
out_has 'o/away: failed: https://127.0.0.1:1/o/away: '
out_has 'o/plain: failed: https://127.0.0.1/o/plain: '
hallmark portfolio scan --portfolio bad.yml --store bad.db --strict
exits 4
out_has '7 repositories: 2 unchanged, 5 failed'
err_has '5 of 7 repositories could not be scanned, and --strict was given'
repository gone everything-in-order
scan --portfolio bad.yml --store bad.db
out_has '7 repositories: 1 scanned, 2 unchanged, 4 failed; T s'

it 'keeps what is done where it is killed or stopped, and goes on from there'
mkdir many
printf 'version: 1\nrepositories:\n' >many.yml
for i in $(seq 60); do
  cp -rl three.git "many/$i.git"
  echo "  - path: many/$i.git" >>many.yml
done
mkfifo told
for signal in KILL INT; do
  rm -f many.db*
  env --default-signal=INT "$hallmark" portfolio scan -v --portfolio many.yml --store many.db --jobs 1 >"$out" 2>told </dev/null &
  process=$!
  exec 5<told
  # What is told of is stored.
  for _ in 1 2 3 4; do
    read -r line <&5
    [[ $line == *.git:* ]] || fail "$line"
  done
  kill -s $signal "$process"
  cat <&5 >"$err"
  exec 5<&-
  status=0
  { wait "$process" || status=$?; } 2>/dev/null
  case $signal in
    KILL) exits 137 ;;
    INT)
      exits 130
      err_has 'interrupted'
      out_has 'not yet scanned'
      ;;
  esac
  hallmark store check --store many.db
  n_done=$(sed -nE 's/^([0-9]+) reports of \1 repositories: whole$/\1/p' "$out")
  [ "${n_done:-0}" -ge 4 ] || fail 'what was told of is not stored'
  scan --portfolio many.yml --store many.db
  went_well
  out_is "60 repositories: $((60 - n_done)) scanned, $n_done unchanged; T s"
done

it 'says what is wrong with the store'
echo nonsense >nonsense.db
hallmark portfolio scan --store nonsense.db
refused 2 'nonsense.db: not a store'
hallmark portfolio scan --store absent/folder/store.db
[ "$status" -eq 0 ] || refused 2 'absent/folder/store.db'
python3 - many.db <<'PYTHON' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
open("locked", "w").close()
while True:
    time.sleep(0.1)
PYTHON
holder=$!
until [ -e locked ]; do :; done
hallmark portfolio scan --portfolio many.yml --store many.db --max-age 0
kill "$holder"
wait "$holder" 2>/dev/null || true
exits 2
err_has 'many.db: another process is writing to it'
out_has '60 repositories: 60 not yet scanned'

it 'asks a forge in one queue, and scans again where it tells something else'
printf 'version: 1\nrepositories:\n  - path: one.git\n  - path: two.git\n' >forge.yml
for name in one two; do
  git -C $name.git remote add origin https://github.com/o/r
done
token=ghp_reader
# scan_github ARGUMENT...
scan_github() {
  with_github portfolio scan --portfolio forge.yml --store forge.db "$@"
  sed -i -E 's/; [0-9]+\.[0-9] s/; T s/' "$out"
}
github_script "$token"
forge_up script.json
scan_github
went_well
grep -qE '^2 repositories: 2 scanned; T s, [0-9]+ requests$' "$out" || fail 'the forge was not asked'
scan_github
grep -qE '^2 repositories: 2 unchanged; T s, [0-9]+ requests$' "$out" || fail 'other than before'
forge_down
sed -i 's/"enabled": true}, "headers"/"enabled": false}, "headers"/' script.json
forge_up script.json
scan_github
out_has '2 repositories: 2 scanned; T s'
hallmark store export --store forge.db
cp "$out" before.jsonl

it 'fails where a limit keeps answers away, and keeps the report that is there'
scan_github --budget 1 --no-cache --max-age 0
went_well
out_has '2 repositories: 2 failed; T s, 1 request'
out_has 'one.git: failed: github.com: '
hallmark store export --store forge.db
same "$out" before.jsonl
scan_github --max-requests 1 --no-cache --max-age 0
out_has '2 repositories: 2 failed; T s, 2 requests'
forge_down

it 'ends where the forge refuses the token'
echo '[{"request": "POST /graphql", "times": "any", "status": 401, "body": {"message": "Bad credentials"}},
 {"request": "GET /repos/o/r", "times": "any", "status": 401, "body": {"message": "Bad credentials"}}]' >script.json
forge_up script.json
scan_github --no-cache --max-age 0
forge_end
exits 3
err_has 'the token is refused'
out_has 'not yet scanned'

it 'tells of a project that is called otherwise now'
github_script "$token"
sed -i 's|"nameWithOwner": "o/r"|"nameWithOwner": "o/new"|; s|"full_name": "o/r"|"full_name": "o/new"|; s|/repos/o/r/|/repos/o/new/|g' script.json
forge_up script.json
scan_github
out_has 'one.git: is called o/new now'
scan_github
out_has '2 unchanged'
out_has 'two.git: is called o/new now'
forge_down

it 'refuses what is none'
hallmark portfolio scan --only cor
refused 2 '--only cor: no such group in the portfolio; core was meant?'
hallmark portfolio scan --jobs 0
[ "$status" -eq 0 ] || fail 'one a core was expected'
hallmark portfolio scan --jobs 9999
refused 2 '--jobs 9999: a number from 0 to 256'
hallmark portfolio scan --since yesterday
refused 2 '--since yesterday'
hallmark portfolio scan one.git
refused 2 "portfolio scan: takes no argument; 'one.git' is one too many"
hallmark portfolio scan --policy lax.yml --no-policy
refused 2 '--no-policy and --policy: give one of them'
rm lax.yml
hallmark portfolio scan
refused 2 'the policy of group core: '
