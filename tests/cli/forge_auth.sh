#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark auth`: who the token is, what it may see, and what stays unknown with it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/forge_server.sh"

token=ghp_reader
clone_of https://github.com/o/r.git

# auth_script: that of a scan, with what tells who is asking.
auth_script() {
  github_script "$token"
  python3 - >auth.json <<'PYTHON'
import json
script = json.load(open("script.json"))
for entry in script:
    if entry["request"] == "POST /graphql":
        entry["body"]["data"]["viewer"] = {"login": "ada"}
        entry["response_headers"] = {"x-oauth-scopes": "public_repo", "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4987",
                                     "x-ratelimit-reset": "1780272300"}
print(json.dumps(script))
PYTHON
}

it 'says who the token is, and what it shows'
auth_script
forge_up auth.json
with_github auth tree
went_well
out_has "GITHUB_TOKEN at $api"
out_has 'ada'
out_has 'public_repo'
out_has '4,987 of 5,000'
out_has 'read'
out_has 'What it shows'
out_has 'rules of main'
out_has 'What stays unknown'
out_has 'Two-Factor-Auth: could not see whether'
out_has 'Use a stronger token'
out_lacks "$token"
cp "$out" from-a-folder

it 'knows the project from where one stands, and from a URL'
cd tree
with_github auth
went_well
same "$out" ../from-a-folder
cd ..
with_github auth https://github.com/o/r
went_well
out_has 'ada'
out_has 'What it shows'
out_has 'Two-Factor-Auth: could not see whether'

it 'says who a token is without a project'
mkdir -p empty
cd empty
with_github auth
went_well
out_has 'ada'
out_has 'no project was named'
out_lacks 'What it shows'
cd ..
forge_down

it 'refuses a token that the forge refuses'
cat >refused.json <<'JSON'
[{"request": "POST /graphql", "times": "any", "status": 401, "body": {"message": "Bad credentials"}}]
JSON
forge_up refused.json
with_github auth tree
refused 3 'GITHUB_TOKEN: '
err_has 'Bad credentials'
cd empty
with_github auth
refused 3 'GITHUB_TOKEN: '
cd ..
forge_down

it 'says what to set where there is no token'
hallmark auth tree
refused 2 'no token: GITHUB_TOKEN is not set. Set GITHUB_TOKEN'
cd empty
hallmark auth
refused 2 'there is neither a token nor a project'
cd ..
hallmark auth nowhere
refused 3 'nowhere'
hallmark auth tree tree
refused 2 'one repository at a time'
hallmark auth https://example.com/ --forge github
refused 2 'example.com'
