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

it 'tells those of one name apart'
mkdir -p here there
printf 'version: 1\nrepositories:\n  - path: here/gone\n  - path: there/gone\n' >alike.yml
scan --portfolio alike.yml --store bad.db
out_has 'here/gone: failed: '
out_has 'there/gone: failed: '

it 'scans a repository that stands there twice once'
mkdir twice
repository twice/b.git everything-in-order
ln -s b.git twice/a
git clone -q twice/b.git twice/tree
mkdir twice/tree/sub
git -C twice/tree remote set-url origin git@github.com:o/tree.git
printf 'version: 1\nrepositories:\n' >twice/p.yml
printf -- '  - path: %s\n' b.git a tree tree/sub tree/.git >>twice/p.yml
printf -- '  - url: https://github.com/o/tree\n    group: g\ngroups:\n  - name: g\n' >>twice/p.yml
sed -i '3,7s/$/\n    group: f/; $s/$/\n  - name: f/' twice/p.yml
scan --portfolio twice/p.yml --store twice/s.db --only f
went_well
out_has '5 repositories: 2 scanned, 3 failed; T s'
out_has 'b.git: failed: is the same repository as a on line 5'
out_has '.git: failed: is the same repository as tree on line 7'
out_has "tree/sub: no git repository, but a part of the one at $PWD/twice/tree; write the path of that"
out_has 'tree: is a copy of o/tree on line 13'

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
refused 3 'nonsense.db: not a store'
hallmark portfolio scan --store absent/folder/store.db
[ "$status" -eq 0 ] || refused 3 'absent/folder/store.db'
# As on a disk that is full: no file of this process may be written beyond 64 KiB, and the log of the store has to be. A locked store ends a run
# likewise (/portfolio-scan/store-is-locked), once it has waited for longer than a test should.
run bash -c 'trap "" XFSZ; ulimit -f 64; exec "$@"' limited "$hallmark" portfolio scan --portfolio many.yml --store many.db --max-age 0 --no-cache
exits 3
err_has 'many.db: '
out_has 'not yet scanned'
out_lacks 'failed'
hallmark store check --store many.db
out_is '60 reports of 60 repositories: whole'
scan --portfolio many.yml --store many.db --max-age 0
out_is '60 repositories: 60 scanned; T s'

it 'scans as of a time that is past'
git -C two.git update-ref refs/heads/main "$(git -C two.git commit-tree -p main -m 'Later' 'main^{tree}')"
for date in 2026-05-20 2026-05-02T12:00:00Z; do
  scan --only rest --at "$date" --store past.db
  went_well
  out_is '1 repository: 1 scanned; T s'
  hallmark scan two.git -q --at "$date" -o json:alone.json
  hallmark store export --store past.db
  python3 - "$out" alone.json <<'PYTHON' || fail 'another report than that of a scan'
import json, sys
alone = json.load(open(sys.argv[2]))
reports = [json.loads(line)["report"] for line in open(sys.argv[1])]
report, = [report for report in reports if report["as_of"] == alone["as_of"]]
for one in report, alone:
    one.pop("activity", None)
assert report == alone
PYTHON
done
SOURCE_DATE_EPOCH=1779364800 scan --only rest --store past.db
out_is '1 repository: 1 unchanged; T s'
hallmark portfolio scan --at yesterday
refused 2 '--at yesterday'
for date in 2026-05-22 2026-05-21T12:00:01Z; do
  SOURCE_DATE_EPOCH=1779364800 scan --only rest --at $date --store future.db
  refused 2 "--at $date: has not come yet"
done
SOURCE_DATE_EPOCH=1779364800 scan --only rest --at 2026-05-21 --store future.db
went_well
SOURCE_DATE_EPOCH=1779364800 scan --only rest --store future.db
out_is '1 repository: 1 unchanged; T s'

it 'asks a forge in one queue'
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
# told FORKS STARS: what went into the criticality of one.git; null is not told.
told() {
  hallmark portfolio show --portfolio forge.yml --store forge.db --format json one.git
  went_well
  python3 - "$out" "$@" <<'PYTHON' || fail 'other forks or stars'
import json, sys
parts = {part["signal"]: part for part in json.load(open(sys.argv[1]))["repository"]["criticality"]["parts"]}
for signal, wanted in zip(("forks", "stars"), map(json.loads, sys.argv[2:]), strict=True):
    assert parts[signal]["value"] == wanted, parts[signal]
    assert (parts[signal]["share"] is None) == (wanted is None), parts[signal]
PYTHON
}
github_script "$token"
# After two questions there is a star more, and after six a setting is off. One server tells it all: its address stands in the facts.
python3 - <<'PYTHON'
import copy, json
script = []
for entry in json.load(open("script.json")):
    later = copy.deepcopy(entry)
    if entry["request"] == "POST /graphql":
        entry["times"] = 2
        later["body"]["data"]["repository"]["stargazerCount"] += 1
    elif "enabled" in entry["body"]:
        entry["times"] = 6
        later["body"]["enabled"] = False
    script += [entry, later] if entry != later else [entry]
json.dump(script, open("script.json", "w"))
PYTHON
forge_up script.json
scan_github
went_well
grep -qE '^2 repositories: 2 scanned; T s, [0-9]+ requests$' "$out" || fail 'the forge was not asked'
told 41 512

it 'scans nothing again for a star'
scan_github
grep -qE '^2 repositories: 2 unchanged; T s, [0-9]+ requests$' "$out" || fail 'other than before'
told 41 512
scan_github --max-age 0
out_has '2 repositories: 2 scanned; T s'
told 41 513

it 'scans again where the forge tells something else'
scan_github
out_has '2 repositories: 2 scanned; T s'
hallmark store export --store forge.db
cp "$out" before.jsonl

it 'waits for another run where the requests are spent, and calls nothing failed'
scan_github --budget 1 --no-cache --max-age 0 --strict -v
exits 0
out_is '2 repositories: 2 not yet scanned; T s, 1 request
2 wait for another run: github.com: the requests that the run may send are spent'
err_has 'one.git: waits: github.com: '
hallmark portfolio rank --portfolio forge.yml --store forge.db --failed
out_has '0 of 2 repositories'
hallmark store export --store forge.db
same "$out" before.jsonl

it 'fails where a limit of its own keeps answers away, and keeps the report that is there'
scan_github --max-requests 1 --no-cache --max-age 0
out_has '2 repositories: 2 failed; T s, 2 requests'
out_has 'one.git: failed: github.com: the 1 requests that are allowed are spent'
hallmark store export --store forge.db
same "$out" before.jsonl
forge_down

it 'tells of no forks or stars where the forge told of none'
github_script "$token"
sed -i -E 's/"forkCount": 41, "stargazerCount": 512, //' script.json
forge_up script.json
scan_github --max-age 0
out_has '2 repositories: 2 scanned; T s'
told null null
forge_down

it 'tells forks and stars without a token, where the forge is asked without one'
github_script ''
forge_up script.json
for name in one two; do
  git -C $name.git remote set-url origin https://git.example.org/o/r
done
run "$hallmark" portfolio scan --portfolio forge.yml --store forge.db --max-age 0 --forge github --api "$api"
went_well
out_has '2 repositories: 2 scanned; '
told 41 512
forge_down

it 'asks a server that is named once about no project of another host'
for name in one two; do
  git -C $name.git remote set-url origin https://github.com/o/r
done
echo '[]' >script.json
forge_up script.json
run "$hallmark" portfolio scan --portfolio forge.yml --store forge.db --max-age 0 --forge github --api "$api"
went_well
out_has '2 repositories: 2 scanned; '
told null null
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
# What else is to be known stands beside it.
printf 'version: 1\ngroups:\n  - name: here\nrepositories:\n  - {path: one.git, group: here}\n  - url: https://github.com/o/r\n' >forge.yml
scan_github --only here
out_has 'one.git: is a copy of o/r on line 6; is called o/new now'
forge_down

it 'refuses what is none'
hallmark portfolio scan --only cor
refused 2 '--only cor: no such group in portfolio.yml; core was meant?'
for jobs in 0 9999; do
  hallmark portfolio scan --jobs $jobs
  refused 2 "--jobs $jobs: a number from 1 to 256"
done
for budget in 0 -1; do
  hallmark portfolio scan --budget=$budget
  refused 2 "--budget $budget: a number from 1 to 2147483647; --offline asks no forge"
done
hallmark portfolio scan --since yesterday
refused 2 '--since yesterday'
hallmark portfolio scan one.git
refused 2 "portfolio scan: takes no argument; 'one.git' is one too many"
hallmark portfolio scan --policy lax.yml --no-policy
refused 2 '--no-policy and --policy: give one of them'
rm lax.yml
hallmark portfolio scan
refused 2 'the policy of group core: '
