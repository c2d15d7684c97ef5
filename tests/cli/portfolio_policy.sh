#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# By which policy each repository of a portfolio is scanned: it does not choose for itself, unless the portfolio says that it may; and then all are told.
. "$(dirname "$0")/lib.sh"

python3 -c '' 2>/dev/null || {
  echo 'skipped: no python3'
  exit 0
}

repository honest.git binary-behind-links
repository cheat.git binary-behind-links
# All that fails weighs nothing.
git clone -q cheat.git cheat
printf 'version: 1\nname: mine\nchecks: { maintainers: { enabled: false }, security-policy: { enabled: false }, binary-artifacts: { weight: 0 }, signed-commits: { weight: 0 } }\n' >cheat/.hallmark.yml
git -C cheat add .hallmark.yml
git -C cheat commit -q -m 'Say what counts'
printf 'version: 1\nname: strict\nchecks: { signed-commits: { weight: 10 } }\n' >strict.yml

# portfolio LINES...: portfolio.yml, whose groups are those that follow "groups:", with all else of the repositories as given.
portfolio() {
  printf 'version: 1\n%s\nrepositories:\n  - path: honest.git\n%s\n  - path: cheat\n%s\n' "$1" "$2" "$3" >portfolio.yml
}

# policies: "PATH NAME OWN" of each report that the store has.
policies() {
  hallmark store export
  python3 - "$out" <<'PYTHON' | sort
import json, sys
for row in map(json.loads, open(sys.argv[1])):
    policy = row["report"]["policy"]
    print(row["repository"].rsplit("/", 1)[1], policy["name"], str(policy["own"]).lower())
PYTHON
}

# judged WANTED: scans, and by these policies the reports are made.
judged() {
  rm -rf "$work/data"
  hallmark portfolio scan "${@:2}"
  went_well
  found=$(policies)
  [ "$found" = "$1" ] || fail "by other policies: $found"
}
export XDG_DATA_HOME=$work/data

it 'judges folders alike, whatever policy they bring'
portfolio '' '' ''
judged $'cheat default false\nhonest.git default false'
hallmark portfolio rank
went_well
out_lacks 'by its own policy'
hallmark portfolio rank -f json
cp "$out" fair.json

it 'goes by its own policy where the portfolio says so, and tells it wherever it is compared'
portfolio '' '' '    own-policy: true'
judged $'cheat mine true\nhonest.git default false'
hallmark portfolio rank
went_well
[ "$(grep -c 'by its own policy' "$out")" -eq 1 ] || fail 'told of other than one'
for format in csv md; do
  hallmark portfolio rank -f $format
  grep -q '^.*cheat.*by its own policy' "$out" || fail "not told in $format"
done
hallmark portfolio show cheat
out_has 'by its own'
hallmark portfolio show honest.git
out_lacks 'by its own'
hallmark portfolio rank -f json
python3 - "$out" fair.json <<'PYTHON' || fail 'not told in JSON, or no other score'
import json, sys
own, fair = ({row["name"]: row["report"] for row in json.load(open(name))["rows"]} for name in sys.argv[1:])
assert {name: report["own_policy"] for name, report in own.items()} == {"cheat": True, "honest.git": False}
assert not any(report["own_policy"] for report in fair.values())
assert own["cheat"]["score"] > fair["cheat"]["score"], (own["cheat"]["score"], fair["cheat"]["score"])
PYTHON
hallmark store check
went_well

it 'scans anew once it may no longer'
portfolio '' '' ''
hallmark portfolio scan
went_well
out_has '1 scanned, 1 unchanged'
hallmark portfolio rank
out_lacks 'by its own policy'

it 'takes the word of its group'
portfolio $'groups:\n  - name: ours\n    own-policy: true' '' '    group: ours'
judged $'cheat mine true\nhonest.git default false'
portfolio $'groups:\n  - name: ours\n    own-policy: true' '' $'    group: ours\n    own-policy: false'
judged $'cheat default false\nhonest.git default false'
portfolio $'groups:\n  - name: core\n    policy: strict.yml' '    group: core' '    group: core'
judged $'cheat strict false\nhonest.git strict false'
portfolio $'groups:\n  - name: core\n    policy: strict.yml' '    group: core' $'    group: core\n    own-policy: true'
judged $'cheat mine true\nhonest.git strict false'

it 'goes by the policy of the command line before all'
judged $'cheat strict false\nhonest.git strict false' --policy strict.yml
judged $'cheat default false\nhonest.git default false' --no-policy

it 'lists who goes by its own'
hallmark portfolio list -f json
python3 - "$out" <<'PYTHON' || fail 'not so in the list'
import json, sys
assert [row["own_policy"] for row in json.load(open(sys.argv[1]))] == [False, True]
PYTHON

it 'refuses what contradicts itself'
portfolio $'groups:\n  - name: core\n    policy: strict.yml\n    own-policy: true' '' ''
hallmark portfolio list
refused 2 'portfolio.yml:3:5: a group has a "policy", or "own-policy" is true; this one has both'
