#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The portfolio as a site: what is written where, what is left alone, what is refused.
. "$(dirname "$0")/lib.sh"

repository weak.git binary-behind-links
repository calm.git binary-behind-links
cat >portfolio.yml <<'YAML'
version: 1
groups:
  - name: web
repositories:
  - path: weak.git
    name: weak
    criticality: 1
    group: web
  - path: calm.git
    name: <calm>&"quiet"
    criticality: 0.1
  - path: away.git
    name: away
    group: ../../<b>
YAML
sed -i 's|  - name: web|&\n  - name: "../../<b>"|' portfolio.yml
hallmark portfolio scan --offline --store s.db

it 'writes pages that lead to one another and load nothing from elsewhere'
hallmark portfolio site pages --store s.db --title 'Our own' --url https://pages.test/assay
went_well
out_has 'pages/index.html: 3 repositories'
[ "$(find pages/repositories -type f | wc -l)" -eq 3 ] || fail 'not a page for each repository'
# shellcheck disable=SC2013 # links hold no blanks
for link in $(grep -oh '\(href\|src\)="[^"]*"' pages/index.html | grep -v '://\|"#' | sed 's/.*="//; s/"//'); do
  [ -f "pages/$link" ] || fail "a link of the overview leads nowhere: $link"
done
for page in pages/repositories/*.html pages/checks/*.html; do
  # shellcheck disable=SC2013
  for link in $(grep -oh '\(href\|src\)="[^"]*"' "$page" | grep -v '://\|"#' | sed 's/.*="//; s/"//'); do
    [ -f "$(dirname "$page")/$link" ] || fail "a link of $page leads nowhere: $link"
  done
done
if grep -rhoE '(src|href)="(https?:)?//[^"]*\.(js|css|svg|png)"' pages --include='*.html'; then fail 'something is loaded from elsewhere'; fi
grep -q "script-src 'self'" pages/index.html || grep -q 'script-src &apos;self&apos;' pages/index.html \
  || grep -q 'script-src &#39;self&#39;' pages/index.html || fail 'no content security policy'

it 'tells no path of this machine, and lets no name out'
if grep -rF "$PWD" pages >&2; then fail 'a path of this machine is told'; fi
if grep -rq '<calm>' pages --include='*.html'; then fail 'a name is taken for a tag'; fi
grep -q 'https://pages.test/assay/badges/' pages/repositories/weak-*.html || fail 'the snippet lacks the address'

it 'writes badges of groups and of all, the same as portfolio badges does'
hallmark portfolio badges --store s.db badges
went_well
for file in svg json; do
  cmp pages/portfolio.$file badges/portfolio.$file || fail "another badge of all: $file"
  cmp pages/groups/web-*.$file badges/group/web.$file || fail "another badge of the group: $file"
done
[ "$(find pages/groups -type f | wc -l)" -eq 4 ] || fail 'not a badge and an endpoint for each group'
grep -q 'src="portfolio.svg"' pages/index.html || fail 'the overview does not show the badge of all'
grep -q 'https://pages.test/assay/groups/web-' pages/index.html || fail 'nothing embeds the badge of a group'
for file in portfolio.svg portfolio.json "$(cd pages && echo groups/web-*.svg)"; do
  grep -qx "$file" pages/.hallmark-site || fail "not listed: $file"
done

it 'tells on badges when nobody has looked for a month'
hallmark portfolio site old --store s.db --at 2026-08-01
went_well
for file in old/portfolio.json old/groups/web-*.json old/badges/weak-*.json; do
  grep -q '"message": ".* stale"' "$file" || fail "not stale: $file"
done

it 'writes the same bytes again'
cp -r pages before
hallmark portfolio site pages --store s.db --title 'Our own' --url https://pages.test/assay
went_well
diff -r pages before >&2 || fail 'the second run wrote something else'

it 'removes pages that are gone, and leaves alone what others put there'
echo 'pages.test' >pages/CNAME
sed -i '/path: away/,$d' portfolio.yml
hallmark portfolio site pages --store s.db
went_well
out_has '5 old ones removed'
[ "$(find pages/groups -type f | wc -l)" -eq 2 ] || fail 'the badge of the group that is gone is still there'
[ "$(find pages/repositories -type f | wc -l)" -eq 2 ] || fail 'the page of the one that is gone is still there'
[ -f pages/CNAME ] || fail 'what somebody else put there is gone'

it 'removes nothing outside of its folder'
echo mine >../mine
printf '../../mine\n/etc/hostname\n../mine\nrepositories/../../mine\n' >>pages/.hallmark-site
hallmark portfolio site pages --store s.db
went_well
[ -f ../mine ] || fail 'a file outside is gone'

it 'follows no link out of its folder'
mkdir outside
rm -r pages/checks pages/index.html
ln -s "$PWD/outside" pages/checks
ln -s "$PWD/outside/index.html" pages/index.html
hallmark portfolio site pages --store s.db
exits 2
err_has 'its folder can'
rm pages/checks
hallmark portfolio site pages --store s.db
went_well
[ -z "$(ls outside)" ] || fail 'something was written through a link'
[ ! -L pages/index.html ] || fail 'the link is still one'

it 'shows reports that are older than its charts look back where there are no others'
hallmark portfolio scan --offline --no-cache --store old.db --at 2026-05-20
went_well
hallmark portfolio scan --offline --no-cache --store old.db --max-age 0
went_well
hallmark portfolio site old --store old.db --at 2029-01-01
went_well
grep -q 'The newest report is of 2026-06-01, [0-9]* days earlier' old/index.html || fail 'the overview does not say that all is old'
grep -q 'No report is of the last 24 months; these are the last there are, up to 2026-06-01' old/repositories/weak-*.html \
  || fail 'the page does not say that its reports are old'
[ "$(grep -c '<th scope="row">2026-0[56]-' old/repositories/weak-*.html)" -eq 2 ] || fail 'the page does not show both reports'

it 'tells folders of one name apart without telling where they are'
mkdir secret
cp -r weak.git secret/calm.git
cat >names.yml <<'YAML'
version: 1
repositories:
  - path: calm.git
  - path: secret/calm.git
YAML
hallmark portfolio site named --store s.db --portfolio names.yml
went_well
[ "$(grep -o '>calm.git ([0-9a-f]\{6\})<' named/index.html | sort -u | wc -l)" -eq 2 ] || fail 'not two names'
if grep -rq secret named; then fail 'a folder is told'; fi

it 'tells no path of this machine where a scan failed'
git init -q --bare empty.git
git init -q broken
echo '[core' >>broken/.git/config
ln -s broken link
cat >failed.yml <<'YAML'
version: 1
repositories:
  - path: empty.git
  - path: link
  - url: https://example.org/o/r
YAML
XDG_CACHE_HOME=/proc/nowhere hallmark portfolio scan --portfolio failed.yml --store failed.db
out_has '3 failed'
cat "$out" "$err" >scanned
grep -q "$(realpath broken)/.git/config" scanned || fail 'the terminal does not tell which file'
grep -q '/proc/nowhere/hallmark' scanned || fail 'the terminal does not tell which folder'
hallmark portfolio site failed --store failed.db --portfolio failed.yml
went_well
hallmark portfolio rank --store failed.db --portfolio failed.yml -f md
went_well
cp "$out" rank.md
hallmark portfolio changes --since 2020-01-01 --store failed.db --portfolio failed.yml -f md
exits 1
cp "$out" changes.md
grep -q 'empty.git: no commit yet' failed/repositories/empty-git-*.html || fail 'the page does not tell why'
for where in failed rank.md changes.md; do
  grep -rq 'a section' "$where" || fail "nothing tells why: $where"
  if grep -rF -e "$PWD" -e "$(realpath .)" -e /proc "$where" >&2; then fail "a path of this machine is told: $where"; fi
done

it 'goes on where a run found no room, or was killed'
for begun in '' hallmark 'hallmark/site/1'; do
  printf %s "$begun" >pages/.hallmark-site
  hallmark portfolio site pages --store s.db
  went_well
  [ "$(head -n 1 pages/.hallmark-site)" = hallmark/site/1 ] || fail 'the list has no first line'
  grep -qx index.html pages/.hallmark-site || fail 'the list has no pages'
done
touch pages/.index.html.new pages/repositories/.gone-0123456789.html.new pages/.mine.new
hallmark portfolio site pages --store s.db
went_well
[ ! -e pages/.index.html.new ] || fail 'what a killed run left is still there'
[ ! -e pages/repositories/.gone-0123456789.html.new ] || fail 'what a killed run left in a folder is still there'
[ -f pages/.mine.new ] || fail 'what somebody else put there is gone'

it 'waits for nothing that is no file'
mkdir pipe
mkfifo pipe/.hallmark-site
hallmark portfolio site pipe --store s.db
exits 2
err_has 'pipe/.hallmark-site: is no file'

it 'refuses a folder that holds something else'
printf 'hallmark/site/9\n' >pages/.hallmark-site
hallmark portfolio site pages --store s.db
exits 2
err_has 'is not of this hallmark'
mkdir other
echo mine >other/index.html
hallmark portfolio site other --store s.db
exits 2
err_has 'other: holds something else'
[ "$(cat other/index.html)" = mine ] || fail 'it was overwritten'
hallmark portfolio site portfolio.yml --store s.db
exits 2

it 'says what is wrong with the store'
hallmark portfolio site new --store none.db
exits 3
err_has 'none.db: no store there'

it 'refuses what it can not make sense of'
hallmark portfolio site
exits 2
hallmark portfolio site one two
exits 2
hallmark portfolio site new --store s.db --since 2030-01-01
exits 2
hallmark portfolio site new --store s.db --url javascript:alert
exits 2
err_has '--url'
hallmark portfolio site new --store none.db
[ "$status" -ne 0 ] || fail 'a store that is not there was read'
[ ! -e new ] || fail 'a folder was made for nothing'
