#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A policy is checked and shown wherever it comes from: a file, a commit, the web; and one that is wrong says where.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

it 'says that a policy is sound'
mkdir -p team
printf 'version: 1\ngate: { score: 7 }\nkeep: gate\n' >base.yml
printf 'version: 1\nextends: { path: ../base.yml }\ngate: { score: 8 }\n' >team/policy.yml
hallmark policy check team/policy.yml
went_well
out_is 'team/policy.yml: sound; 0 waivers, a gate; extends base.yml'

it 'says where one is wrong'
printf 'version: 1\nextends: { path: ../base.yml }\ngate: { score: 6 }\n' >team/loose.yml
hallmark policy check team/loose.yml
refused 2 'team/loose.yml:3:9: gate.score: asks for less than the 7 of base.yml:2, and base.yml:3 keeps gate'
printf 'version: 1\nextends: { path: gone.yml }\n' >gone-base.yml
hallmark policy check gone-base.yml
refused 2 'gone-base.yml:2:10: extends: gone.yml:'
printf 'version: 1\nextends: { path: circle.yml }\n' >circle.yml
hallmark policy check circle.yml
refused 2 'circle.yml:2:10: extends: leads back to where it began'
hallmark policy check nowhere.yml
refused 2 'nowhere.yml'
hallmark policy check .
refused 2 'is a folder'

it 'refuses ten megabytes before it parses them'
head -c 10000000 /dev/zero | tr '\0' '#' >large.yml
hallmark policy check large.yml
refused 2 'large.yml'

it 'refuses forges in a policy that a repository brings'
mkdir repository
printf 'version: 1\nforges: [ { host: git.example.org, kind: gitlab } ]\n' >repository/.hallmark.yml
hallmark policy check repository/.hallmark.yml
refused 2 "a repository's own policy may not say which forges to trust"
cp repository/.hallmark.yml forges.yml
hallmark policy check forges.yml
went_well

it 'wants to know what to do'
hallmark policy
refused 2 "no command of 'hallmark policy'"
hallmark policy check
refused 2 'name one file or URL'
hallmark policy show --format xml
refused 2 'write text or json'
hallmark policy show --policy base.yml --policy-ref HEAD
refused 2 'give one of them'

it 'shows no policy where there is none'
rm -rf repository
git init -q -b main repository
git -C repository commit -q --allow-empty -m first
hallmark policy show repository
went_well
out_has 'No policy'

it 'goes by the commit, not by the work tree'
mkdir repository/policies
printf 'version: 1\nextends: { path: policies/own.yml }\n' >repository/.hallmark.yml
printf 'version: 1\nname: never shown\ngate: { score: 5.5 }\n' >repository/policies/own.yml
hallmark policy show repository
out_has 'No policy'
git -C repository add .
git -C repository commit -q -m policy
hallmark policy show repository
went_well
out_has "custom, from .hallmark.yml at $(git -C repository rev-parse HEAD | cut -c 1-10)"
grep -Eq '^  gate.score +5.5 +policies/own.yml:3$' "$out" || fail 'the gate and its place'
hallmark policy show --format json repository
went_well
cp "$out" shown.json
run python3 -c 'import json, sys
shown = json.load(open(sys.argv[1]))
assert [s["place"] for s in shown["settings"] if s["key"] == "gate.score"] == ["policies/own.yml:3"]' shown.json
exits 0

it 'follows no way out of the repository, and no link'
printf 'version: 1\nextends: { path: ../base.yml }\n' >repository/.hallmark.yml
git -C repository commit -q -a -m out
hallmark policy show repository
refused 2 '.hallmark.yml:2:10: extends: ../base.yml: leads out of the repository'
ln -s policies/own.yml repository/link.yml
printf 'version: 1\nextends: { path: link.yml }\n' >repository/.hallmark.yml
git -C repository add .
git -C repository commit -q -a -m link
hallmark policy show repository
refused 2 'link.yml: link.yml is no file in the commit'
hallmark policy show repository --policy-ref HEAD~2
went_well

it 'leaves the policy that a URL brings alone'
hallmark policy show "file://$PWD/repository"
exits 0
out_has 'No policy'
err_has "is the project's own word and was left alone"

it 'brings one from the web once, and holds it against its digest'
digest=$(sha256sum base.yml | cut -d ' ' -f 1)
python3 - >web.json <<'PYTHON'
import json
print(json.dumps([{"request": "GET /base.yml", "times": 1, "status": 200, "absent": ["authorization"],
                   "body_text": open("base.yml").read()},
                  {"request": "GET /moved.yml", "times": 1, "status": 302, "body_text": "",
                   "response_headers": {"location": "https://evil.example/base.yml"}},
                  {"request": "GET /gone.yml", "times": 1, "status": 404, "body_text": "no"},
                  {"request": "GET /other.yml", "times": 1, "status": 200, "body_text": "version: 1\n"},
                  {"request": "GET /large.yml", "times": 1, "status": 200, "body_repeat": ["#", 1048577]}]))
PYTHON
forge_up web.json
from_web() {
  printf 'version: 1\nextends:\n  url: %s/%s\n  digest: sha256:%s\n' "$api" "$1" "$digest" >web.yml
}
from_web base.yml
hallmark policy check --offline web.yml
refused 2 'not kept from an earlier run, and --offline was given; run once without it'
GITHUB_TOKEN=secret hallmark policy check web.yml
went_well
hallmark policy check web.yml
went_well
hallmark policy check --offline web.yml
went_well
rm -rf "$XDG_CACHE_HOME"
from_web other.yml
hallmark policy check web.yml
refused 2 'is not what the digest says'
from_web moved.yml
hallmark policy check web.yml
refused 2 'leads on to another host, which is not followed'
from_web gone.yml
hallmark policy check web.yml
refused 2 'answers with status 404'
from_web large.yml
hallmark policy check web.yml
refused 2 'larger than 1048576 bytes'
forge_down

it 'asks this machine nothing for a policy that a repository brings'
from_web base.yml
cp web.yml repository/.hallmark.yml
rm -rf "$XDG_CACHE_HOME"
git -C repository commit -q -a -m web
hallmark policy show repository
refused 2 'not an https address of another machine'
