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
YAML
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
out_has '1 old ones removed'
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

it 'refuses a folder that holds something else'
mkdir other
echo mine >other/index.html
hallmark portfolio site other --store s.db
exits 2
err_has 'other: holds something else'
[ "$(cat other/index.html)" = mine ] || fail 'it was overwritten'
hallmark portfolio site portfolio.yml --store s.db
exits 2

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
