#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the store says of a portfolio: rank, show, changes, badges.
. "$(dirname "$0")/lib.sh"

repository weak.git binary-behind-links
repository calm.git binary-behind-links
cat >portfolio.yml <<'YAML'
version: 1
groups:
  - name: web
    owners: [ada]
repositories:
  - path: weak.git
    name: weak
    criticality: 1
    group: web
  - path: calm.git
    name: calm
    criticality: 0.1
  - path: away.git
    name: away
YAML

it 'says where a store would come from'
hallmark portfolio rank --store s.db
exits 3
err_has 's.db'

hallmark portfolio scan --offline --store s.db
SOURCE_DATE_EPOCH=1780876800
export SOURCE_DATE_EPOCH

it 'ranks by risk, what is not known last'
hallmark portfolio rank --store s.db
went_well
out_has 'REPOSITORY'
grep -Eq '^1 +weak ' "$out" || fail 'the critical one is not first'
grep -Eq '^2 +calm ' "$out" || fail 'the other is not second'
grep -Eq '^3 +away +n/a +n/a +n/a +scan failed: No such' "$out" || fail 'the failed one is not last'
out_has '3 of 3 repositories'
awk 'length > 80' "$out" | grep -q . && fail 'wider than 80 columns'

it 'filters'
hallmark portfolio rank --store s.db --group web --format csv
went_well
[ "$(wc -l <"$out")" = 2 ] || fail 'not one row'
grep -q '^1,path:.*weak.git,weak,web,ada,' "$out" || fail 'not the row of the group'
hallmark portfolio rank --store s.db --failed -f md
went_well
out_has '| 1 | away |'
hallmark portfolio rank --store s.db --limit 1 --format json
went_well
python3 - "$out" <<'PYTHON'
import json, sys
ranking = json.load(open(sys.argv[1]))
assert ranking["schema"] == "hallmark/portfolio-rank/1"
assert ranking["repositories"] == 3 and ranking["chosen"] == 3 and len(ranking["rows"]) == 1
parts = {part["signal"]: part["value"] for part in ranking["rows"][0]["criticality"]["parts"]}
assert parts["people"] is not None and parts["dependents"] == 0 and parts["stars"] is None
PYTHON

it 'refuses what means nothing'
for words in '--by beauty' '--by change' '--below 11' '--below 0.04' '--limit 0' '--format xml' '--group none' '--since 2027-01-01'; do
  # shellcheck disable=SC2086
  hallmark portfolio rank --store s.db $words
  exits 2
  err_has "${words%% *}"
done
hallmark portfolio rank --store s.db word
exits 2
for command in 'rank' 'changes --since 2026-05-01'; do
  # shellcheck disable=SC2086
  hallmark portfolio $command --store s.db --owner adda
  exits 2
  err_has '--owner adda: nobody in portfolio.yml is called so; ada was meant?'
done
hallmark portfolio rank --store s.db --owner ada --below 0.1
went_well
same "$out" <(echo '0 of 3 repositories: none is of what was asked for')
printf 'version: 1\nrepositories: []\n' >none.yml
hallmark portfolio rank --store s.db --portfolio none.yml
went_well
out_has 'The portfolio holds no repository'

it 'shows one with the parts of its criticality'
hallmark portfolio show weak --store s.db
went_well
out_has 'Criticality 1.00, as the portfolio file says; worked out: 0.'
out_has 'months since the first commit'
out_has 'History: 1 report, '
hallmark portfolio show weak --store s.db --format json
went_well
out_has '"schema": "hallmark/portfolio-show/1"'
hallmark portfolio show nobody --store s.db
exits 2

it 'counts who is said to need it'
sed 's/    name: calm/    name: calm\n    needs: [weak]/; s/    name: away/    name: away\n    needs: [weak, calm]/' portfolio.yml >needs.yml
hallmark portfolio rank --portfolio needs.yml --store s.db --by name --format json
went_well
python3 - "$out" <<'PYTHON' || fail 'other dependents'
import json, sys
rows = json.load(open(sys.argv[1]))["rows"]
assert [(row["name"], row["dependents"]) for row in rows] == [("away", None), ("calm", 1), ("weak", 2)], rows
assert {part["signal"]: part["value"] for part in rows[2]["criticality"]["parts"]}["dependents"] == 2
PYTHON

it 'tells of changes, and alerts'
hallmark portfolio changes --store s.db --since 2026-05-01
exits 1
out_has 'of 3 repositories 1 could not be scanned, 2 arrived'
hallmark portfolio changes --store s.db --since 2026-06-05
exits 1
out_has 'of 3 repositories 3 not looked at'
out_has 'weak: last report 2026-06-01'
out_has 'away: never scanned'
out_lacks 'none moved'
hallmark portfolio changes --store s.db --since 2026-05-01 --until 2026-05-02
exits 1
out_has '3 not looked at'
hallmark portfolio rank --store s.db --since 2026-06-05
went_well
grep -Eq '^1 +weak .* n/a ' "$out" || fail 'the same, though nobody looked'
hallmark portfolio rank --store s.db --since 2026-06-05 --format json
out_lacks '"change": 0'
hallmark portfolio changes --store s.db --since 2026-05-01 --group web
went_well
out_has '1 arrived'
hallmark portfolio changes --store s.db --since 2026-05-01 --group web --any -f md
exits 1
out_has '### Arrived'
hallmark portfolio changes --store s.db
exits 2
err_has '--since'

it 'writes badges for each, for groups and for all'
hallmark portfolio badges --store s.db badges
went_well
out_is '5 badges below badges: portfolio.svg, group/, repository/'
python3 -m json.tool badges/portfolio.json >/dev/null || fail 'no JSON'
grep -q '"label": "web"' badges/group/web.json || fail 'not the label of the group'
[ "$(find badges/repository/path -name '*.svg' | wc -l)" = 3 ] || fail 'not a badge for each'

it 'removes badges of what is gone, and nothing else'
touch badges/mine.svg
cat >fewer.yml <<'YAML'
version: 1
repositories:
  - path: weak.git
  - url: https://git.example.org/a
  - url: https://git.example.org/a.svg/b
YAML
hallmark portfolio badges --store s.db --portfolio fewer.yml badges
went_well
[ "$(find badges -name '*.svg' | wc -l)" = 5 ] || fail 'not the badges of three repositories and of all, and what is not ours'
[ ! -e badges/group ] || fail 'the folder of the groups that are gone is still there'
[ -f badges/mine.svg ] || fail 'what somebody else put there is gone'

it 'tells what it wrote, and nothing else'
printf 'version: 1\nrepositories: []\n' >none.yml
hallmark portfolio badges --store s.db --portfolio none.yml no-badges
went_well
out_is '1 badge below no-badges: portfolio.svg'
printf 'version: 1\nrepositories:\n  - path: weak.git\n' >one.yml
hallmark portfolio badges --store s.db --portfolio one.yml no-badges
went_well
out_is '2 badges below no-badges: portfolio.svg, repository/'

it 'tells when nobody has looked for a month'
hallmark portfolio badges --store s.db --at 2026-08-01 old-badges
went_well
for file in portfolio group/web; do
  grep -q '"message": ".* stale"' old-badges/$file.json || fail "not stale: $file"
  grep -q 'last scanned more than 30 days ago' old-badges/$file.svg || fail "not told by its title: $file"
done
grep -q '"message": ".* stale"' old-badges/repository/path/weak.git-*.json || fail 'not stale: a repository'

it 'writes no badge through a link'
mkdir outside
rm -r badges/repository
ln -s ../outside badges/repository
hallmark portfolio badges --store s.db badges
exits 2
[ -z "$(ls outside)" ] || fail 'something was written through a link'

it 'writes no badges among what others have'
hallmark portfolio badges --store s.db .
exits 2
err_has "holds something else than badges of hallmark's"

it 'tells repositories of one name apart, and finds them so'
mkdir -p one two
cp -r weak.git one/repo.git
cp -r calm.git two/repo.git
cat >names.yml <<'YAML'
version: 1
repositories:
  - path: one/repo.git
    criticality: 0.9
  - path: two/repo.git
    criticality: 0.5
  - url: https://one.test/o/r
  - url: https://two.test/o/r
  - url: https://two.test/o/s
YAML
hallmark portfolio rank --store s.db --portfolio names.yml
went_well
for name in one/repo.git two/repo.git one.test/o/r two.test/o/r o/s; do
  grep -Eq "^[0-9] +$name " "$out" || fail "not in the table: $name"
done
hallmark portfolio rank --store s.db --portfolio names.yml -f md
went_well
[ "$(grep -Ec '^\| [0-9] \| repo.git \\\([0-9a-f]{6}\\\) \|' "$out")" = 2 ] || fail 'folders are told, or not told apart, where anybody may read it'
hallmark portfolio rank --store s.db --portfolio names.yml --limit 1 --by name
went_well
grep -Eq '^1 +one.test/o/r ' "$out" || fail 'a name that a limit leaves alone is not told apart from the others'
for name in one/repo.git two.test/o/r; do
  hallmark portfolio show "$name" --store s.db --portfolio names.yml
  went_well
  out_has "$name"
done
hallmark portfolio show repo.git --store s.db --portfolio names.yml
exits 2
