#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A repository with a bad change is gated end to end by each CI's own shell lines, as `hallmark init` writes them.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "$0")/../cli/lib.sh"

here=$source_root/tests/ci

# A program to be fetched by its commit: what CI would build is the one under test.
mkdir -p "$work/source/script" "$work/bin"
for name in setup build; do
  printf '#!/bin/sh\nexit 0\n' >"$work/source/script/$name"
  chmod +x "$work/source/script/$name"
done
mkdir -p "$work/source/build/release"
ln -s "$hallmark" "$work/source/build/release/hallmark"
cp "$source_root/action.yml" "$work/source"
git -C "$work/source" init -q -b main
git -C "$work/source" add --all
git -C "$work/source" commit -q -m 'the program'
source_commit=$(git -C "$work/source" rev-parse HEAD)
printf '#!/bin/sh\nexit 0\n' >"$work/bin/apt-get"
chmod +x "$work/bin/apt-get"
export PATH=$work/bin:$PATH

# Addresses lead to folders of this machine: nothing here reaches a network.
export GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global "url.file://$work/source.insteadOf" https://github.com/example/hallmark
git config --global "url.file://$work/origin.insteadOf" https://git.invalid/example/project

# The project: what `init` writes for CI is in its first commit.
project() {
  cd "$work"
  rm -rf "$work/origin" "$work/checkout" "$work/ci-home"
  mkdir -p "$work/ci-home"
  git init -q -b main "$work/origin"
  cd "$work/origin"
  git remote add origin "$1"
  printf '# Example\n\nWords.\n' >README.md
  git add --all && git commit -q -m 'begin'
  hallmark init --ci "$2" --source "https://github.com/example/hallmark@$source_commit"
  exits 0
  git add --all && git commit -q -m 'hallmark'
}

# A change with a program in it that nobody can review, or one of words alone.
change() {
  git checkout -q -b "$1" main
  if [ "$1" = bad ]; then
    mkdir -p tests
    cp /bin/true tests/helper
  else
    echo 'More words.' >>README.md
  fi
  git add --all && git commit -q -m "a $1 change"
}

# checkout BRANCH: as CI has it.
checkout() {
  cd "$work"
  rm -rf "$work/checkout"
  git clone -q "file://$work/origin" "$work/checkout"
  cd "$work/checkout"
  git checkout -q --detach "origin/$1"
  base=$(git rev-parse origin/main)
}

lines() {
  run env HOME="$work/ci-home" "$@"
  rm -rf "$work/ci-home/hallmark"
}

it 'GitHub: a change that adds a program fails, with an annotation at the file, a summary and outputs'
project https://github.com/example/project github
change bad
change good
github() {
  checkout "$1"
  : >"$work/output" && : >"$work/summary"
  lines env GITHUB_ACTIONS=true GITHUB_WORKSPACE="$work/checkout" GITHUB_ACTION_PATH="$work/source" \
    GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" \
    CONTEXT="{\"github.token\": \"\", \"github.event.pull_request.base.sha\": \"$base\"}" \
    python3 "$here/run_lines.py" github .github/workflows/hallmark.yml "$work/source/action.yml" gate
}
github bad
exits 1
out_has '::error file=tests/helper'
out_has 'FAIL'
grep -q '^passed=false$' "$work/output" || fail 'no passed=false among the outputs'
grep -qE '^score=[0-9.]+$' "$work/output" || fail 'no score among the outputs'
grep -qF 'tests/helper' "$work/summary" || fail 'the summary does not name the file'

it 'GitHub: a change of words passes'
github good
exits 0
grep -q '^passed=true$' "$work/output" || fail 'no passed=true among the outputs'

it 'GitHub: the badge is published to a branch of its own'
cd "$work/origin" && git checkout -q --detach
checkout main
lines env GITHUB_ACTION_PATH="$work/source" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" \
  CONTEXT="{\"github.token\": \"\"}" \
  python3 "$here/run_lines.py" github .github/workflows/hallmark.yml "$work/source/action.yml" publish
exits 0
[ "$(git -C "$work/origin" rev-list --count badges)" -eq 1 ] || fail 'badges is not one commit'
git -C "$work/origin" ls-tree --name-only badges | grep -qx badge.svg || fail 'no badge on the branch'

publish() {
  checkout main
  lines env GITHUB_ACTION_PATH="$work/source" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" \
    CONTEXT="{\"github.token\": \"\"}" \
    python3 "$here/run_lines.py" github .github/workflows/hallmark.yml "$work/source/action.yml" publish
}

it 'GitHub: the badge is published anew over the one of before'
publish
exits 0
[ "$(git -C "$work/origin" rev-list --count badges)" -eq 1 ] || fail 'badges is not one commit'

it 'GitHub: a branch that is somebody'\''s own is not overwritten'
git -C "$work/origin" branch -f badges main
publish
exits 2
err_has 'origin/badges: holds something else'
[ "$(git -C "$work/origin" rev-parse badges)" = "$(git -C "$work/origin" rev-parse main)" ] || fail 'the branch was overwritten'

it 'GitLab: the same change fails, with code quality, JUnit and the badge as artifacts'
project https://gitlab.com/example/project gitlab
change bad
change good
gitlab() {
  checkout "$1"
  lines env CI_PROJECT_DIR="$work/checkout" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main \
    CI_MERGE_REQUEST_DIFF_BASE_SHA="$(git merge-base HEAD origin/main)" \
    python3 "$here/run_lines.py" gitlab .gitlab/hallmark.yml hallmark
}
gitlab bad
exits 1
out_has 'tests/helper'
python3 -c 'import json; assert any(f["location"]["path"] == "tests/helper" for f in json.load(open("gl-code-quality-report.json")))' ||
  fail 'code quality does not name the file'
xmllint --noout hallmark-junit.xml || fail 'JUnit XML is not well-formed'
is_file badge.svg
is_file report.json
gitlab good
exits 0

it 'GitLab: of a merged result only the change is judged, by the policy that the target has now'
cd "$work/origin"
git checkout -q main
mkdir -p vendor && cp /bin/true vendor/theirs
printf 'version: 1\nname: "the policy of now"\ngate:\n  new-findings: [binary-artifacts]\n' >.hallmark.yml
git add --all && git commit -q -m 'what the target gained meanwhile'
git checkout -q -b merged good
git merge -q --no-edit main
git checkout -q --detach
# As GitLab says it of a merged result: where the change began.
gitlab_merged() {
  checkout merged
  lines env CI_PROJECT_DIR="$work/checkout" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main \
    CI_MERGE_REQUEST_DIFF_BASE_SHA="$(git merge-base origin/good origin/main)" \
    python3 "$here/run_lines.py" gitlab .gitlab/hallmark.yml hallmark
}
gitlab_merged
exits 0
grep -qF 'the policy of now' report.json || fail 'another policy judged'

it 'Forgejo: the same change fails'
project https://codeberg.org/example/project forgejo
change bad
change good
forgejo() {
  cd "$work"
  rm -rf "$work/checkout" && mkdir "$work/checkout" && cd "$work/checkout"
  base=$(git -C "$work/origin" rev-parse main)
  git -C "$work/origin" show "$1:.forgejo/workflows/hallmark.yml" >"$work/forgejo.yml"
  lines env GITHUB_SERVER_URL=https://git.invalid GITHUB_REPOSITORY=example/project GITHUB_REF="refs/heads/$1" \
    CONTEXT="{\"github.token\": \"\", \"github.event.pull_request.base.sha\": \"$base\"}" \
    python3 "$here/run_lines.py" forgejo "$work/forgejo.yml" gate
}
forgejo bad
exits 1
out_has 'tests/helper'
forgejo good
exits 0

it 'Woodpecker: the same change fails'
project https://git.example.org/example/project woodpecker
change bad
change good
woodpecker() {
  checkout "$1"
  lines env CI_WORKSPACE="$work/checkout" CI_COMMIT_TARGET_BRANCH=main \
    python3 "$here/run_lines.py" woodpecker .woodpecker/hallmark.yml
}
woodpecker bad
exits 1
out_has 'tests/helper'
woodpecker good
exits 0

it 'pre-commit: the hook says what a push would meet'
checkout bad
hook() {
  python3 -c "import sys, yaml
hook = next(row for row in yaml.safe_load(open('$source_root/.pre-commit-hooks.yaml')) if row['id'] == 'hallmark-system')
print(hook['entry'], *hook['args'])"
}
read -ra words <<<"$(hook)"
ln -sf "$hallmark" "$work/bin/hallmark"
run "${words[@]}" --diff "$base..HEAD"
exits 1
