#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What alarms and what does not: a commit more, a binary more, a waiver, another policy, another hallmark.
. "$(dirname "$0")/lib.sh"

elf=$(printf '%064d' 0)
day=86400
now=$SOURCE_DATE_EPOCH

# commit MESSAGE: of all that lies in the work tree, a day after the last one
commit() {
  now=$((now + day))
  git -C r add --all
  GIT_AUTHOR_DATE="@$now +0000" GIT_COMMITTER_DATE="@$now +0000" git -C r commit --quiet --allow-empty --message "$1"
}

# scan [ARGUMENT...]: a week after the last one
scan() {
  before=$now
  now=$((now + 7 * day))
  SOURCE_DATE_EPOCH=$now hallmark portfolio scan --offline --store s.db "$@"
  went_well
}

# changes [ARGUMENT...]: between the last two scans
changes() {
  SOURCE_DATE_EPOCH=$now hallmark portfolio changes --store s.db --since "@$before" "$@"
}

# policy WEIGHT [WAIVERS]
policy() {
  {
    printf 'version: 1\nname: ours\nchecks:\n  signed-commits: { weight: %s }\n' "$1"
    printf '%s' "${2-}"
  } >ours.yml
}

git init --quiet --initial-branch=main r
printf '\177ELF\2\1\1%sone' "$elf" >r/one.bin
echo 'int main;' >r/main.c
commit 'Begin'
for i in 1 2 3 4 5; do # from five commits on a share of them says something
  commit "Step $i"
done
cat >portfolio.yml <<'YAML'
version: 1
groups:
  - name: core
    policy: ours.yml
repositories:
  - path: r
    group: core
YAML
policy 5

it 'does not alarm for a commit'
scan
commit 'One more'
scan
changes
went_well
grep -q 'came' "$out" && fail 'something came with a commit'
grep -Eq 'fell|policy changed|hallmark changed' "$out" && fail 'more than a commit is told'
changes --format json
went_well
grep -q '"came": \[\]' "$out" || grep -q '"moves": \[\]' "$out" || fail 'something came with a commit'

it 'alarms for a binary more, even where another one went'
mv r/one.bin r/two.bin
printf 'x' >>r/two.bin
commit 'Another binary'
scan
changes
exits 1
out_has '1 with new findings'
out_has 'came: Binary-Artifacts'
out_has 'two.bin'
out_has 'went: Binary-Artifacts'

it 'takes what was found unchanged for looked at, and alarms where nobody looked'
scan --max-age 30
changes
went_well
out_has 'of 1 repository none moved'
SOURCE_DATE_EPOCH=$((now + 9 * day)) hallmark portfolio changes --store s.db --since "@$((now + day))"
exits 1
out_has '1 not looked at'
out_has 'r: last report'
before=$((before - 7 * day))

it 'alarms from a threshold on, and takes no other words for one'
changes --threshold 10
exits 1
changes --format json --threshold 1.5
out_has '"threshold": 1.5'
changes --format json --threshold .50
out_has '"threshold": 0.5'
changes --threshold 0.55
exits 2
err_has 'with at most one decimal'
for points in 0 -1 10.1 x ''; do
  changes --threshold "$points"
  exits 2
  err_has '--threshold'
done

it 'takes what is waived for mended'
digest=$(git -C r rev-parse HEAD:two.bin)
policy 5 "waivers:
  - check: binary-artifacts
    path: two.bin
    digest: gitoid:blob:sha1:$digest
    reason: made by a script
    by: Ada
    expires: 2026-09-01
"
scan --max-age 0
changes
went_well
out_has 'went (waived): Binary-Artifacts'
out_has 'policy changed (the commit did not): ours, with other contents'
hallmark portfolio show r --store s.db
went_well
sed -n '/What fails/,$p' "$out" | grep -q 'ELF' && fail 'what is waived is told to fail'

it 'does not alarm for what stays waived'
commit 'Nothing much'
scan
changes
went_well
grep -q 'Binary-Artifacts' "$out" && fail 'what is waived is news'

it 'alarms when the waiver ends'
policy 5
scan --max-age 0
changes
exits 1
out_has 'came (its waiver ended): Binary-Artifacts'

it 'says that a policy made it fall'
policy 50
scan --max-age 0
changes
exits 1
out_has '1 fell'
out_has 'policy changed (the commit did not): ours, with other contents'
changes --format md
exits 1
out_has 'policy changed'
changes --format json
exits 1
python3 - "$out" <<'PYTHON' || fail 'JSON says something else'
import json, sys
move, = json.load(open(sys.argv[1]))["moves"]
assert move["policy_changed"] is True and move["tool_changed"] is False, move
assert move["before"]["policy"] == "ours" and move["before"]["commit"] == move["after"]["commit"]
PYTHON

# The last report as a newer hallmark would have put it a week later: with a check more, for which all together score less.
newer() {
  hallmark store export --store s.db
  python3 - "$out" >newer.jsonl <<'PYTHON'
import copy, datetime, json, sys
line = json.loads(open(sys.argv[1]).readlines()[-1])
report = line["report"]
later = datetime.datetime.fromisoformat(line["as_of"][:-1]) + datetime.timedelta(days=7)
report["as_of"] = line["as_of"] = later.isoformat() + "Z"
report["tool"]["version"] = "99.0"
check = copy.deepcopy(next(check for check in report["checks"] if check["score"] == 0))
check["id"], check["name"] = "brand-new", "Brand-New"
report["checks"].append(check)
for scores in report, report["unwaived"]:
    scores["score"] -= 1
    scores["floor"] -= 1
print(json.dumps(line))
PYTHON
  before=$now
  now=$((now + 7 * day))
  cp s.db newer.db
  hallmark store import --store newer.db newer.jsonl
  went_well
}

it 'does not alarm for a check that is new'
newer
SOURCE_DATE_EPOCH=$now hallmark portfolio changes --store newer.db --since "@$before"
went_well
out_has '1 moved otherwise'
out_has 'Brand-New n/a to 0.0'
grep -Eq 'hallmark changed \(the commit did not\): [0-9.]+[^ ]* to 99.0' "$out" || fail 'no word of the version'
