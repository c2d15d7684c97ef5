# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # set by lib.sh, and $token by the test
# A forge on loopback for the command line's tests; sourced after lib.sh. Nothing of the user's or of CI's tokens is left in the environment.

for name in $(compgen -e | grep -E '^(GITHUB_|GH_|GITLAB_|GITEA_|FORGEJO_|CI_|CI$)' || true); do
  unset "$name"
done

# Reasons stay on one line.
export COLUMNS=250

python3 -c '' 2>/dev/null || {
  echo 'skipped: no python3'
  exit 0
}

# forge_up SCRIPT: starts a server that answers from it (tests/forge/server.py); $api is where.
forge_up() {
  mkfifo "$work/forge-in" "$work/forge-out"
  python3 "$source_root/tests/forge/server.py" "$1" <"$work/forge-in" >"$work/forge-out" &
  forge_pid=$!
  exec {forge_in}>"$work/forge-in" {forge_out}<"$work/forge-out"
  rm "$work/forge-in" "$work/forge-out"
  read -r port <&"$forge_out"
  api=http://127.0.0.1:$port
}

# forge_end: ends it; $complaints is what went against its script.
forge_end() {
  exec {forge_in}>&-
  complaints=$(cat <&"$forge_out")
  exec {forge_out}<&-
  wait "$forge_pid"
}

# forge_down: ends it. What went against its script fails the test.
forge_down() {
  forge_end
  [ -z "$complaints" ] || fail "the forge says: $complaints"
}

# clone_of URL: a work tree ./tree with one commit whose remote is URL.
clone_of() {
  rm -rf tree
  git init --quiet --initial-branch=main tree
  git -C tree commit --quiet --allow-empty -m 'Begin'
  [ -z "$1" ] || git -C tree remote add origin "$1"
}

# with_github COMMAND...: as a user of github.com whose token is $token, and whose API is the server's.
with_github() {
  run env GITHUB_TOKEN="$token" GITHUB_SERVER_URL=https://github.com GITHUB_API_URL="$api" "$hallmark" "$@"
}

# github_script SECRET...: script.json, a project o/r on GitHub of which a ruleset guards main; SECRETs are its callers' tokens, "" is nobody's.
github_script() {
  python3 - "$@" >script.json <<'PYTHON'
import json, sys
project = {"nameWithOwner": "o/r", "isArchived": False, "isEmpty": False, "isFork": False, "isPrivate": False, "viewerPermission": "READ",
           "forkCount": 41, "stargazerCount": 512,
           "owner": {"__typename": "User", "login": "o"}, "isSecurityPolicyEnabled": False, "securityPolicyUrl": None,
           "codeowners": None, "collaborators": None, "rulesets": {"nodes": []},
           "defaultBranchRef": {"name": "main", "branchProtectionRule": None, "refUpdateRule": None,
                                "target": {"oid": "0" * 39 + "1", "history": {"nodes": []}, "changes": {"nodes": []}}},
           "tags": {"nodes": []}}
rules = [{"type": kind, "ruleset_source_type": "Repository", "ruleset_source": "o/r", "ruleset_id": 5} for kind in ("deletion", "non_fast_forward")]
answers = {
    "POST /graphql": {"data": {"repository": project}},
    "GET /repos/o/r": {"full_name": "o/r", "default_branch": "main", "archived": False, "fork": False, "private": False,
                       "forks_count": 41, "stargazers_count": 512, "owner": {"login": "o", "type": "User"}, "size": 1},
    "GET /repos/o/r/rules/branches/main?per_page=100": rules,
    "GET /repos/o/r/branches/main": {"name": "main", "protected": True, "protection": {"enabled": True}},
    "GET /repos/o/r/private-vulnerability-reporting": {"enabled": True},
    "GET /repos/o/r/releases?per_page=30": [],
    "GET /repos/o/r/commits?sha=main&per_page=100": [],
    "GET /repos/o/r/pulls?state=closed&base=main&sort=updated&direction=desc&per_page=50": [],
    "GET /repos/o/r/codeowners/errors": {"errors": []},
}
script = []
for token in sys.argv[1:]:
    for request, body in answers.items():
        caller = {"headers": {"authorization": "Bearer " + token}} if token else {"absent": ["authorization"]}
        script.append({"request": request, "times": "any", "body": body, **caller})
print(json.dumps(script))
PYTHON
}
