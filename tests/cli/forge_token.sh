#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A token goes to its own host, and nowhere else: no other server, no file, no message.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

token=ghp_s3cretS3cret
echo '[]' >nothing.json

# kept_secret: nothing that was written or said holds the token.
kept_secret() {
  ! grep -rlF -e "$token" "$work" --exclude=script.json --exclude=token --exclude=refused.json || fail 'the token got out'
}

it 'is in nothing that a scan leaves behind'
clone_of https://github.com/o/r.git
github_script "$token"
forge_up script.json
for _ in first cached; do
  rm -rf recording
  with_github scan tree --details --record recording -o report.json -o report.md -o badge.svg -o scorecard:s.json
  went_well
  kept_secret
done
with_github scan tree --no-cache -q
forge_down

it 'is in no message, even where the forge repeats it'
cat >refused.json <<JSON
[{"request": "POST /graphql", "status": 401, "body": {"message": "Bad credentials: $token"}}]
JSON
forge_up refused.json
with_github scan tree --record refused
refused 3 'GITHUB_TOKEN: '
forge_down
kept_secret

it 'is kept from a host that a hostile remote names'
for url in https://evil.example/o/r.git https://github.com.evil.example/o/r.git git@evil.example:o/r.git \
  https://evil.example/github.com/o/r.git https://github.com:s3cret@evil.example/o/r; do
  clone_of "$url"
  forge_up nothing.json
  run env GITHUB_TOKEN="$token" GITLAB_TOKEN="$token" GITHUB_API_URL="$api" GITHUB_SERVER_URL=https://github.com "$hallmark" scan tree
  went_well
  forge_down
  out_has 'is not known to be a forge'
done

it 'is kept from another API than its own, and its owner is told'
clone_of https://github.com/o/r.git
github_script ''
forge_up script.json
run env GITHUB_TOKEN="$token" "$hallmark" scan tree --api "$api" --forge github
went_well
out_has 'GITHUB_TOKEN is for github.com, not'
forge_down

it 'is kept from a forge of another kind, which only its answers show'
cat >gitlab.json <<'JSON'
[{"request": "GET /api/forgejo/v1/version", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v1/version", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v4/version", "times": "any", "absent": ["authorization"], "body": {"version": "17.0.1"}},
 {"request": "GET /api/v3/meta", "times": "any", "absent": ["authorization"], "status": 404, "body": {}},
 {"request": "GET /api/v4/projects/o%2Fr", "times": "any", "absent": ["authorization"], "status": 404, "body": {}}]
JSON
clone_of https://git.example.org/o/r.git
mkdir -p empty
forge_up gitlab.json
run env FORGEJO_TOKEN="$token" "$hallmark" scan tree --api "$api"
went_well
out_has 'Asked git.example.org (anonymous'
cd empty
run env FORGEJO_TOKEN="$token" "$hallmark" auth --api "$api"
went_well
out_has "No token at $api/api/v4"
run env FORGEJO_TOKEN="$token" "$hallmark" auth --api "$api/api/v4"
refused 2 'there is neither a token nor a project'
cd ..
forge_down
clone_of https://github.com/o/r.git

it 'is kept from where a redirect leads'
github_script ''
forge_up script.json
evil=$api evil_out=$forge_out evil_in=$forge_in evil_pid=$forge_pid
cat >redirect.json <<JSON
[{"request": "POST /graphql", "times": "any", "status": 307, "response_headers": {"location": "$evil/graphql"}, "body": {}},
 {"request": "GET /repos/o/r", "times": "any", "status": 301, "response_headers": {"location": "$evil/repos/o/r"}, "body": {}}]
JSON
forge_up redirect.json
with_github scan tree
went_well
forge_down
forge_out=$evil_out forge_in=$evil_in forge_pid=$evil_pid
forge_down

it 'comes from a file for the API that is named'
printf '%s\n' "$token" >token
github_script "$token"
forge_up script.json
hallmark scan tree --token-file token --api "$api" --forge github
went_well
out_has 'Asked github.com'
forge_down
kept_secret

it 'comes from no file that does not say whose it is'
hallmark scan tree --token-file token
refused 2 '--token-file: say whose token it is'
hallmark scan tree --token-file nowhere --forge github
refused 2 '--token-file nowhere'
: >none
hallmark scan tree --token-file none --forge github
refused 2 'empty, no token in it'
printf '%s\nand more' "$token" >token
hallmark scan tree --token-file token --forge github
refused 2 'more than a token in it'
head -c 20000 /dev/zero | tr '\0' x >long
hallmark scan tree --token-file long --forge github
refused 2 'no token is longer than'
kept_secret

it 'with controls in it goes nowhere'
forge_up nothing.json
token=$'ghp_a\nX-Evil: 1' with_github scan tree
refused 2 'the token for'
err_lacks 'X-Evil'
forge_down
