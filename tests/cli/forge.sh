#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the forge adds to a scan, and when it is asked.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

token=ghp_reader
clone_of https://github.com/o/r.git
echo '[]' >nothing.json

# forge_says KEY: what report.json says of how the forge was asked.
forge_says() {
  python3 -c 'import json, sys; print(json.load(open("report.json"))["forge"][sys.argv[1]])' "$1"
}

# said KEY VALUE
said() {
  [ "$(forge_says "$1")" = "$2" ] || fail "the report says of $1: $(forge_says "$1")"
}

it 'asks nobody from a clone without a token'
forge_up nothing.json
run env GITHUB_SERVER_URL=https://github.com GITHUB_API_URL="$api" "$hallmark" scan tree -o report.json
went_well
forge_down
out_has 'no token: GITHUB_TOKEN is not set'
out_lacks 'Asked'
said asked_at None
said requests 0
said host github.com
said why 'no token: GITHUB_TOKEN is not set'

it 'asks with the token'
github_script "$token"
forge_up script.json
with_github scan tree -o report.json -o report.md
went_well
out_has 'settings protect main'
out_has 'Asked github.com'
forge_down
said asked_at 2026-06-01T00:00:00Z
said host github.com
said why None
[ "$(forge_says requests)" -ge 2 ] || fail 'too few requests'
grep -q 'Asked github\.com' report.md || fail 'the Markdown does not say who was asked'

it 'cites where each setting is to be seen'
python3 - "$api" <<'PYTHON' || fail 'no source'
import json, sys
check = json.load(open("report.json"))["checks"][0]
found = [f for f in check["findings"] if f["probe"] == "force-push-blocked"]
assert found[0]["outcome"] == "pass", found
assert [e for e in found[0]["evidence"] if e["kind"] == "url" and e["url"].startswith(sys.argv[1])], found
PYTHON

it 'asks a forge below a path of its host by the names that it knows'
cat >below.json <<'JSON'
[{"request": "GET /git/api/v1/repos/o/r", "headers": {"authorization": "token fj_reader"}, "status": 404, "body": {}}]
JSON
forge_up below.json
clone_of "$api/git/o/r.git"
run env FORGEJO_TOKEN=fj_reader FORGEJO_URL="$api/git" "$hallmark" scan tree -o report.json
went_well
forge_down
said host 127.0.0.1
clone_of https://github.com/o/r.git

it 'goes on where a forge garbles the name of the project'
echo '[{"request": "GET /api/v1/repos/o/r", "body": {"full_name": "r", "default_branch": "main"}}]' >garbled.json
forge_up garbled.json
clone_of "$api/o/r.git"
run env FORGEJO_TOKEN=fj_reader FORGEJO_URL="$api" "$hallmark" scan tree -o report.json
went_well
forge_down
said why '127.0.0.1: o/r: the answer calls it "r", not OWNER/NAME'
clone_of https://github.com/o/r.git

it 'asks nobody for what no chosen check wants to know'
forge_up nothing.json
with_github scan tree --check binary-artifacts -o report.json
went_well
forge_down
said why None
said asked_at None

it 'asks without a token only when told to, and says so'
github_script ''
forge_up script.json
hallmark scan tree --api "$api" --forge github -o report.json
went_well
forge_down
out_has 'settings protect main'
out_has 'no token: GITHUB_TOKEN is not set'
said token_class anonymous

it 'finds out what a host runs, without showing it a token'
cat >forgejo.json <<'JSON'
[{"request": "GET /api/forgejo/v1/version", "absent": ["authorization"], "body": {"version": "17.0.0+gitea-1.22.0"}},
 {"request": "GET /api/v1/version", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v4/version", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v3/meta", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v1/repos/o/r", "times": "any", "headers": {"authorization": "token fj_reader"}, "status": 404,
  "body": {"message": "The target could not be found."}}]
JSON
clone_of https://git.example.org/o/r.git
forge_up forgejo.json
echo fj_reader >token
hallmark scan tree --api "$api" --token-file token -o report.json
went_well
forge_down
said host git.example.org
out_has 'git.example.org: '

it 'says where nobody answers as a forge'
forge_up nothing.json
hallmark scan tree --api "$api" --record probed -o report.json
went_well
out_has 'answers as no forge that is known'
said requests 4
forge_end
hallmark scan tree --replay probed -o again.json
went_well
same again.json report.json
clone_of https://github.com/o/r.git

it 'says what is not asked of the past'
forge_up nothing.json
with_github scan tree --at 2026-05-20
went_well
out_has 'a forge shows only its present settings'
git -C tree commit --quiet --allow-empty -m 'Go on'
with_github scan tree --commit main~1
went_well
out_has 'a forge shows only its present settings'
forge_down
github_script "$token"
forge_up script.json
with_github scan tree --commit HEAD
went_well
out_has 'Asked github.com'
forge_down

it 'opens no socket offline'
forge_up nothing.json
with_github scan tree --offline -o report.json
went_well
forge_down
said why '--offline was given'
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
  run env GITHUB_TOKEN="$token" ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=socket,connect -o trace "$hallmark" scan tree --offline
  went_well
  ! grep -E 'socket\(AF_INET|connect\(.*AF_INET' trace || fail 'a socket was opened'
else
  skip 'no strace'
fi

it 'refuses a token that the forge refuses, and asks on for nobody'
cat >refused.json <<'JSON'
[{"request": "POST /graphql", "headers": {"authorization": "Bearer ghp_expired"}, "status": 401,
  "body": {"message": "Bad credentials"}}]
JSON
forge_up refused.json
token=ghp_expired with_github scan tree -o never.json
refused 3 'GITHUB_TOKEN: '
err_has '401'
err_has 'Bad credentials'
forge_down
is_absent never.json

it 'goes on where the forge can not be reached'
with_github scan tree --record unreached -o report.json
went_well
out_has 'Branch-Protection'
said asked_at 2026-06-01T00:00:00Z
hallmark scan tree --replay unreached -o again.json
went_well
same again.json report.json
with_github scan tree --strict -q
exits 4

it 'sends no more requests than it may'
github_script "$token"
forge_up script.json
with_github scan tree --max-requests 1 -o report.json
went_well
forge_down
said requests 1

it 'takes a CI job for its own commit only'
clone_of ''
head=$(git -C tree rev-parse HEAD)
github_script "$token"
forge_up script.json
in_actions() {
  run env GITHUB_ACTIONS=true GITHUB_REPOSITORY=o/r GITHUB_SHA="$1" GITHUB_TOKEN="$token" \
    GITHUB_SERVER_URL=https://github.com GITHUB_API_URL="$api" "$hallmark" scan tree -o report.json
  went_well
}
in_actions "$head"
out_has 'github.com/o/r at'
out_has 'Asked github.com'
in_actions 0123456789abcdef0123456789abcdef01234567
out_has 'tree at'
said why 'no remote names a project on a forge'
forge_down

it 'refuses what can not be'
hallmark scan tree --forge sourceforge
refused 2 '--forge sourceforge: no such forge; there are github, gitlab and forgejo'
for url in http://git.example.org/api/v4 git.example.org '' 'https://ada:s3cret@git.example.org/api/v4' 'https://git.example.org/?x'; do
  hallmark scan tree --api "$url"
  refused 2 '--api: '
  err_lacks s3cret
done
hallmark scan tree --max-requests=-1
refused 2 '--max-requests -1'
hallmark scan tree --max-requests 0
refused 2 '--max-requests 0'
hallmark scan tree --max-wait=-1
refused 2 '--max-wait -1'
hallmark scan tree --offline --record there
refused 2 '--offline and --record'
hallmark scan tree --offline --replay there
refused 2 '--offline and --replay'
hallmark scan tree --record here --replay there
refused 2 '--record and --replay'
run env GITHUB_API_URL=http://git.example.org "$hallmark" scan tree
refused 2 'GITHUB_API_URL=http://git.example.org: not an https address'
