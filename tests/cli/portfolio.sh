#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The portfolio file: what is put into it, imported, listed and taken out, and what is refused.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

it 'begins a portfolio'
mkdir -p work/mine
hallmark portfolio add https://GitHub.com/o/one.git git@git.example.org:o/two.git work/mine
went_well
out_is "added: https://github.com/o/one
added: git@git.example.org:o/two.git
added: work/mine"
printf '%s\n' 'version: 1' 'repositories:' '  - url: https://github.com/o/one' '  - url: git@git.example.org:o/two.git' \
  '  - path: work/mine' >wanted
same portfolio.yml wanted

it 'leaves alone what is there, and what is only tried'
hallmark portfolio add ssh://git@github.com/O/one https://github.com/o/one ./work/mine/
went_well
out_is "already there: ssh://git@github.com/O/one
already there: https://github.com/o/one
already there: work/mine"
hallmark portfolio add -n https://github.com/o/three
went_well
out_is 'would add: https://github.com/o/three'
hallmark portfolio remove --dry-run o/one
went_well
out_is 'would remove: https://github.com/o/one'
same portfolio.yml wanted

it 'makes a group that the file lacks'
hallmark portfolio add --portfolio groups.yml -n --group core --criticality 0.9 https://github.com/o/one
went_well
out_is 'would add: https://github.com/o/one
would make the group: core'
[ ! -e groups.yml ] || fail 'it was made'
hallmark portfolio add --portfolio groups.yml --group core --criticality 0.9 https://github.com/o/one
went_well
out_is 'added: https://github.com/o/one
new group: core'
printf '%s\n' 'version: 1' 'groups:' '  - name: core' 'repositories:' '  - url: https://github.com/o/one' '    group: core' \
  '    criticality: 0.9' >wanted
same groups.yml wanted
echo https://github.com/o/two >two.txt
hallmark portfolio import --portfolio groups.yml --group cor -n two.txt
went_well
out_is 'two.txt (list of URLs): 1 repository
would make the group: cor, beside core
would add: https://github.com/o/two
groups.yml: 1 would be added, 0 there already'
same groups.yml wanted
hallmark portfolio import --portfolio groups.yml --group py two.txt
went_well
out_has 'new group: py'
hallmark portfolio add --portfolio groups.yml --group none https://github.com/o/two
went_well
out_is 'already there: https://github.com/o/two'
hallmark portfolio add --portfolio groups.yml --group py https://github.com/o/three
went_well
out_is 'added: https://github.com/o/three'
printf '%s\n' 'version: 1' 'groups:' '  - name: core' '  - name: py' 'repositories:' '  - url: https://github.com/o/one' \
  '    group: core' '    criticality: 0.9' '  - url: https://github.com/o/two' '    group: py' '  - url: https://github.com/o/three' \
  '    group: py' >wanted
same groups.yml wanted
hallmark portfolio list --portfolio groups.yml --group zzz
refused 2 '--group zzz: no such group in groups.yml; there are core, py'
hallmark portfolio rank --portfolio groups.yml --group cor
refused 2 '--group cor: no such group in groups.yml; core was meant?'
hallmark portfolio list --group zzz
refused 2 '--group zzz: no such group in portfolio.yml, which has none'
hallmark portfolio add --group '' https://github.com/o/two
refused 2 '--group: takes one line of 1 to 200 bytes, not of blanks alone'
hallmark portfolio add --owner '' https://github.com/o/two
refused 2 '--owner: takes one line of 1 to 200 bytes, not of blanks alone'
hallmark portfolio add --group ' ' https://github.com/o/two
refused 2 '--group: takes one line of 1 to 200 bytes, not of blanks alone'

it 'takes one letter for no slip of another'
hallmark portfolio add --portfolio letters.yml --group a https://github.com/o/one
went_well
hallmark portfolio add --portfolio letters.yml --group g https://github.com/o/two
went_well
out_is 'added: https://github.com/o/two
new group: g'
hallmark portfolio list --portfolio letters.yml --group é
refused 2 '--group é: no such group in letters.yml; there are a, g'

it 'says how often a list names its repositories'
printf 'https://github.com/o/%s\n' one two one >twice.txt
hallmark portfolio import --portfolio letters.yml -n twice.txt
went_well
out_has 'twice.txt (list of URLs): 2 repositories, named 1 more time
'

it 'reads past a byte order mark, and keeps it'
printf '\xef\xbb\xbfversion: 1\nrepositories:\n  - url: https://github.com/o/one\n' >marked.yml
cp marked.yml wanted
hallmark portfolio add --portfolio marked.yml https://github.com/o/two
went_well
printf '  - url: https://github.com/o/two\n' >>wanted
same marked.yml wanted
hallmark portfolio remove --portfolio marked.yml o/one
went_well
hallmark portfolio add --portfolio marked.yml --group core https://github.com/o/three
went_well
printf '\xef\xbb\xbf%s\n' 'version: 1' >wanted
printf '%s\n' 'groups:' '  - name: core' 'repositories:' '  - url: https://github.com/o/two' '  - url: https://github.com/o/three' \
  '    group: core' >>wanted
same marked.yml wanted

it 'tells of no lines that the file does not have'
printf 'version: 1\nrepositories: [\n]\n' >flow.yml
cp flow.yml before.yml
hallmark portfolio add --portfolio flow.yml https://github.com/o/one
refused 2 'flow.yml: "repositories" is not written as a list that can be edited by lines'
hallmark portfolio add --portfolio groups.yml --name "$(printf 'x%.0s' $(seq 300))" https://github.com/o/four
refused 2 '--name: takes one line of 1 to 200 bytes, not of blanks alone'
same flow.yml before.yml

it 'finds a folder from elsewhere'
cd work
hallmark portfolio remove --portfolio ../portfolio.yml mine git@git.example.org:o/two
went_well
cd ..
hallmark portfolio list --format urls
went_well
out_is 'https://github.com/o/one'

it 'keeps comments and order, and who owns what'
cat >portfolio.yml <<'YAML'
# ours
version: 1
groups:
  - name: core
    owners: [ada]
repositories:
  # the first
  - url: https://github.com/o/one # one
    group: core

  # the second
  - url: https://github.com/o/two
# end
YAML
cp portfolio.yml before.yml
hallmark portfolio add --name three --group core --owner eve --criticality 0.5 https://gitlab.com/g/s/three
went_well
hallmark portfolio list
went_well
out_has 'three       core   0.5          eve     https://gitlab.com/g/s/three'
out_has 'o/one       core   auto         ada     https://github.com/o/one'
hallmark portfolio list -g core -f json
went_well
python3 -c 'import json,sys; l=json.load(open(sys.argv[1])); assert [(r["name"], r["owners"], r["criticality"]) for r in l] == [("o/one", ["ada"], None), ("three", ["eve"], 0.5)], l' "$out" ||
  fail 'other JSON'
hallmark portfolio remove three
went_well
same portfolio.yml before.yml
ln -s portfolio.yml link.yml
hallmark portfolio add --portfolio link.yml https://github.com/o/four
went_well
[ -L link.yml ] || fail 'the link is gone'
grep -q 'o/four$' portfolio.yml || fail 'what it leads to is as before'

it 'loses nothing of what many do at once'
printf '%s\n' '# ours' 'version: 1' 'repositories: []' >many.yml
ln -s many.yml many-link.yml
mkdir elsewhere
ran='many at once'
for number in $(seq 12); do
  "$hallmark" portfolio add --portfolio many.yml "https://github.com/o/r$number" >>many.out 2>>many.err &
  "$hallmark" portfolio add --portfolio many-link.yml "https://github.com/o/s$number" >>many.out 2>>many.err &
  (cd elsewhere && echo "https://github.com/o/t$number" |
    "$hallmark" portfolio import --portfolio ../many.yml - >>../many.out 2>>../many.err) &
done
wait
[ ! -s many.err ] || fail "$(cat many.err)"
[ "$(grep -c '  - url: ' many.yml)" = 36 ] || fail "$(grep -c '  - url: ' many.yml) of 36 are there"
[ "$(sort -u many.yml | wc -l)" = "$(wc -l <many.yml)" ] || fail 'one is there twice'
[ -L many-link.yml ] || fail 'the link is gone'
for number in $(seq 12); do
  "$hallmark" portfolio remove --portfolio many.yml "o/r$number" >>many.out 2>>many.err &
  "$hallmark" portfolio add --portfolio many.yml "https://github.com/o/u$number" >>many.out 2>>many.err &
done
wait
[ ! -s many.err ] || fail "$(cat many.err)"
if grep -q 'o/r' many.yml; then fail 'what was removed is there'; fi
[ "$(grep -c '  - url: ' many.yml)" = 36 ] || fail "$(grep -c '  - url: ' many.yml) of 36 are there"
[ -z "$(find . -name '*.lock')" ] || fail 'a lock is left'

it 'imports no letters that hide'
cat >hidden.json <<'JSON'
{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
 {"externalReferences": [{"type": "vcs", "url": "https://git.example.org/a/b\u202ec"}]},
 {"externalReferences": [{"type": "vcs", "url": "git@git.example.org:a/b\u202ed"}]}]}
JSON
hallmark portfolio import --portfolio hidden.yml hidden.json
went_well
printf '%s\n' 'version: 1' 'repositories:' '  - url: "https://git.example.org/a/b%E2%80%AEc"' >wanted
same hidden.yml wanted

it 'imports what others list'
printf '%s\n' '# ours' 'https://github.com/o/one' 'https://github.com/o/five  # new' >urls.txt
cat >sbom.json <<'JSON'
{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"purl": "pkg:npm/a@1"}, {"purl": "pkg:npm/b@1"},
 {"purl": "pkg:golang/github.com/o/six@v1"}, {"purl": "pkg:pypi/c@1"}]}
JSON
hallmark portfolio import urls.txt sbom.json
went_well
out_is "urls.txt (list of URLs): 2 repositories
sbom.json (CycloneDX): 1 repository
  left out: 2 of the type npm name no repository; 1 of the type pypi name no repository
portfolio.yml: 2 added, 1 there already"
run bash -c "\"$hallmark\" portfolio import - <urls.txt"
went_well
out_has 'portfolio.yml: 0 added, 2 there already'

it 'names bad lines of a list, and takes the others'
printf '%s\n' 'not a url' 'github.com/O/eight' '' 'https://github.com/o' 'https://github.com/o/nine' >mixed.txt
hallmark portfolio import --portfolio mixed.yml mixed.txt
went_well
out_is 'mixed.txt (list of URLs): 2 repositories
  left out: line 1: "not a url" is no URL of a repository
  left out: line 4: "https://github.com/o" is no URL of a repository
mixed.yml: 2 added, 0 there already'
printf '%s\n' 'version: 1' 'repositories:' '  - url: https://github.com/O/eight' '  - url: https://github.com/o/nine' >wanted
same mixed.yml wanted
seq 25 >numbers.txt
hallmark portfolio import --portfolio mixed.yml numbers.txt
refused 3 'numbers.txt: nothing in it leads to a repository: line 1: "1" is no URL of a repository; line 2: '
err_has 'line 5: "5" is no URL of a repository; 20 more lines'
echo https://github.com/o/ten >>numbers.txt
hallmark portfolio import --portfolio mixed.yml -n numbers.txt
went_well
out_has '  left out: line 20: "20" is no URL of a repository'
out_has '  left out: 5 more lines that name no repository'
same mixed.yml wanted

it 'takes a URL without its scheme, unless there is such a folder'
hallmark portfolio add --portfolio mixed.yml github.com/o/eight git.example.org/o/eleven
went_well
out_is 'already there: https://github.com/o/eight
added: https://git.example.org/o/eleven'
mkdir -p git.example.org/o/twelve
hallmark portfolio add --portfolio mixed.yml git.example.org/o/twelve
went_well
out_is 'added: git.example.org/o/twelve'
hallmark portfolio add --portfolio mixed.yml work/none
refused 2 'work/none: no such folder, and no URL'

it 'takes who needs whom from an SBOM'
cat >graph.json <<'JSON'
{"bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": {"component": {"bom-ref": "app",
  "externalReferences": [{"type": "vcs", "url": "https://github.com/o/app"}]}},
 "components": [{"bom-ref": "one", "purl": "pkg:github/o/one@1"}, {"bom-ref": "npm", "purl": "pkg:npm/a@1"},
  {"bom-ref": "six", "purl": "pkg:golang/github.com/o/six@v1"}, {"bom-ref": "t", "purl": "pkg:github/o/t@1", "scope": "excluded"}],
 "dependencies": [{"ref": "app", "dependsOn": ["one", "npm", "t"]}, {"ref": "one", "dependsOn": ["six"]}, {"ref": "npm", "dependsOn": ["six"]}]}
JSON
cat >relations.json <<'JSON'
{"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "downloadLocation": "git+https://github.com/o/app"},
  {"SPDXID": "SPDXRef-6", "downloadLocation": "git+https://github.com/o/six"}],
 "relationships": [{"spdxElementId": "SPDXRef-6", "relationshipType": "RUNTIME_DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-a"}]}
JSON
cat >needs.yml <<'YAML'
version: 1
repositories:
  # the first
  - url: https://github.com/o/one # one
    name: one

  # mine
  - path: work/mine
    needs: [one] # by hand
YAML
cp needs.yml before.yml
hallmark portfolio import --portfolio needs.yml -n graph.json
went_well
out_has 'needs.yml: 3 would be added, 1 there already; dependencies: 2 would be added, 0 there already'
same needs.yml before.yml
hallmark portfolio import --portfolio needs.yml graph.json relations.json
went_well
out_is "graph.json (CycloneDX): 4 repositories; 2 dependencies between them
  left out: 1 of the type npm name no repository
relations.json (SPDX): 2 repositories; 1 dependency between them
needs.yml: 3 added, 3 there already; dependencies: 3 added, 0 there already"
cat >wanted <<'YAML'
version: 1
repositories:
  # the first
  - url: https://github.com/o/one # one
    name: one
    needs:
      - https://github.com/o/six

  # mine
  - path: work/mine
    needs: [one] # by hand
  - url: https://github.com/o/app
    needs:
      - https://github.com/o/one
      - https://github.com/o/six
  - url: https://github.com/o/six
  - url: https://github.com/o/t
YAML
same needs.yml wanted
hallmark portfolio import --portfolio needs.yml relations.json graph.json
went_well
out_has 'needs.yml: 0 added, 6 there already; dependencies: 0 added, 3 there already'
same needs.yml wanted
hallmark portfolio list --portfolio needs.yml -f json
went_well
python3 -c 'import json,sys; l=json.load(open(sys.argv[1])); assert [len(r["needs"]) for r in l] == [1, 1, 2, 0, 0], l' "$out" ||
  fail 'other JSON'
hallmark portfolio remove --portfolio needs.yml one o/six
went_well
printf '%s\n' 'version: 1' 'repositories:' '  # the first' '' '  # mine' '  - path: work/mine' '    needs: [] # by hand' \
  '  - url: https://github.com/o/app' '  - url: https://github.com/o/t' >wanted
same needs.yml wanted
hallmark portfolio import --portfolio needs.yml --no-needs graph.json
went_well
out_has 'needs.yml: 2 added, 2 there already'
out_lacks dependenc
cp needs.yml before.yml
sed -i 's|  - url: https://github.com/o/app|  - {url: "https://github.com/o/app",\n    name: app}|' needs.yml
cp needs.yml before.yml
hallmark portfolio import --portfolio needs.yml graph.json
refused 3 'needs.yml: "needs" of https://github.com/o/app is not written so that it can be edited by lines; edit it by hand'
same needs.yml before.yml

it 'changes nothing where one source can not be read'
cp portfolio.yml before.yml
echo '{"bomFormat": "CycloneDX", "specVersion": "1.4", "components": [{"purl": "pkg:npm/a"}]}' >no-vcs.json
printf 'https://github.com/o/seven\n' >more.txt
hallmark portfolio import more.txt no-vcs.json
refused 3 'no-vcs.json: nothing in it leads to a repository: 1 of the type npm name no repository'
hallmark portfolio import more.txt absent.json
refused 3 'absent.json: can'
echo '{"x": 1}' >other.json
hallmark portfolio import more.txt other.json
refused 3 'other.json: JSON of no kind that is known'
same portfolio.yml before.yml

it 'asks a forge'
cat >script.json <<'JSON'
[{"request": "GET /orgs/org/repos?type=all&sort=full_name&per_page=100", "headers": {"authorization": "Bearer secret"}, "times": 2, "body": [
  {"html_url": "https://github.com/org/a"}, {"html_url": "https://github.com/org/b", "archived": true},
  {"html_url": "https://github.com/org/c", "fork": true}]},
 {"request": "GET /users/ada/repos?type=owner&sort=full_name&per_page=100", "headers": {"authorization": "Bearer secret"}, "status": 404, "body": {}}]
JSON
token=secret
forge_up script.json
with_github portfolio import --no-cache --portfolio forge.yml github:org
went_well
out_is "github:org: 1 repository
  left out: 1 archived (--archived takes them); 1 forked (--forks takes them)
forge.yml: 1 added, 0 there already"
with_github portfolio import --no-cache --portfolio forge.yml --archived --forks -n github:org
went_well
out_has 'forge.yml: 2 would be added, 1 there already'
with_github portfolio import --no-cache --portfolio forge.yml github-user:ada
refused 3 'GITHUB_TOKEN: ada on github.com: 404 Not Found; there is none of that name'
forge_down
hallmark portfolio import forgejo:org
refused 2 'say where it is: forgejo:HOST/ORGANISATION'
hallmark portfolio import 'github:../x'
refused 2 'no name of an organisation'

it 'makes no file where a link leads nowhere'
ln -s nowhere.yml dangling.yml
hallmark portfolio add --portfolio dangling.yml https://github.com/o/one
refused 2 'dangling.yml: a link that leads nowhere'
[ -L dangling.yml ] || fail 'the link is gone'
[ ! -e nowhere.yml ] || fail 'a file is where it led'

it 'says where a portfolio is wrong'
printf 'version: 1\nrepositories:\n  - url: https://github.com/o/one\n  - url: git@github.com:o/one\n' >bad.yml
hallmark portfolio list --portfolio bad.yml
refused 2 'bad.yml:4:5: git@github.com:o/one is the same repository as https://github.com/o/one on line 3'
printf 'version: 1\nrepositorys: []\n' >bad.yml
hallmark portfolio add --portfolio bad.yml https://github.com/o/one
refused 2 'bad.yml:2:1: "repositorys" is no key of a portfolio; "repositories" was meant?'
printf 'version: 1\nrepositories:\n  - path: a\n    needs: [library]\n' >bad.yml
hallmark portfolio list --portfolio bad.yml
refused 2 'bad.yml:4:13: "library" is none of the repositories; write it there first'
printf 'version: 1\nrepositories: [{path: a}]\n' >bad.yml
cp bad.yml before.yml
hallmark portfolio add --portfolio bad.yml https://github.com/o/one
exits 2
same bad.yml before.yml

printf 'version: 1\nrepositories:\n  - path: file:///srv/r\n' >bad.yml
hallmark portfolio list --portfolio bad.yml
refused 2 'bad.yml:3:11: "file:///srv/r" is a URL; write path: /srv/r'
printf 'version: 1\nrepositories:\n  - path: %s\n' "$(printf 'x/%.0s' $(seq 600))" >bad.yml
hallmark portfolio list --portfolio bad.yml
refused 2 'can be told apart in the store; counted from the root'

it 'says that there is nothing to list'
printf 'version: 1\ngroups: [{name: g}]\n' >none.yml
hallmark portfolio list --portfolio none.yml
exits 0
out_is_empty
err_has "none.yml: no repository in it; 'hallmark portfolio add' puts one there"
hallmark portfolio list --portfolio none.yml --group g
err_has "none.yml: no repository in g; 'hallmark portfolio add' puts one there"
hallmark portfolio list --portfolio none.yml --format urls
went_well
out_is_empty
err_is_empty

it 'lists what is fit for a terminal there, and what is written elsewhere'
printf 'version: 1\nrepositories:\n  - path: "/srv/a\xe2\x80\xaeb"\n' >hidden.yml
hallmark portfolio list --portfolio hidden.yml --format urls
went_well
out_is "$(printf '/srv/a\xe2\x80\xaeb')"
if command -v script >/dev/null; then
  run script --quiet --return --command "'$hallmark' portfolio list --portfolio hidden.yml --format urls" /dev/null
  out_has '/srv/a\u{202E}b'
fi

it 'refuses what is none'
hallmark portfolio list --portfolio absent.yml
refused 2 "absent.yml: no such portfolio; 'hallmark portfolio add' begins one"
hallmark portfolio add
refused 2 'name a repository by URL or path'
hallmark portfolio add no-such-folder
refused 2 'no-such-folder: no such folder, and no URL'
hallmark portfolio add https://user:secret@github.com/o/one
refused 2 'a URL with credentials in it'
err_lacks secret
hallmark portfolio list --group cor
refused 2 '--group cor: no such group in portfolio.yml; core was meant?'
hallmark portfolio add --criticality 2 https://github.com/o/new
refused 2 '--criticality 2: a number from 0 to 1'
hallmark portfolio remove o/none
refused 2 'o/none: not in the portfolio'
hallmark portfolio list -f csv
refused 2 '--format csv: no such format'
hallmark portfolio
refused 2 "no command of 'hallmark portfolio'"
hallmark portfolio fly
refused 2 "fly: no such command of 'hallmark portfolio'"
