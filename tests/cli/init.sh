#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark init` writes what a project needs, and never over what is there.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "$0")/lib.sh"

source=https://github.com/example/hallmark@0123456789abcdef0123456789abcdef01234567

fresh() {
  cd "$work" && rm -rf here && git init -q -b main here && cd here
  printf '# Example\n\nWords.\n' >README.md
  git add --all && git commit -q -m 'begin'
}

it 'writes nothing with --dry-run, and shows all'
fresh
git remote add origin https://github.com/example/project.git
hallmark init --source "$source" --dry-run
exits 0
out_has '.hallmark.yml'
out_has '.github/workflows/hallmark.yml'
out_has 'uses: example/hallmark@0123456789abcdef0123456789abcdef01234567'
out_has '[![hallmark score](https://github.com/example/project/raw/badges/badge.svg)](https://github.com/example/project)'
out_has 'Nothing was written'
[ -z "$(git status --short)" ] || fail 'something was written'

it 'writes the policy, the workflow and the line of the badge'
hallmark init --source "$source"
exits 0
out_has '3 files written'
grep -qF 'name: "github.com/example/project"' .hallmark.yml || fail 'the policy has another name'
grep -qE '^  score: [0-9.]+ #' .hallmark.yml || fail 'the policy asks for no score'
[ "$(sed -n 3p README.md)" = '[![hallmark score](https://github.com/example/project/raw/badges/badge.svg)](https://github.com/example/project)' ] ||
  fail 'the badge is not below the heading'
[ "$(tail -n 1 README.md)" = Words. ] || fail 'the README lost its words'

it 'asks for what is met: the gate passes once that is committed'
hallmark policy check .hallmark.yml
exits 0
git add --all && git commit -q -m 'hallmark'
hallmark gate
exits 0

it 'leaves what is there as it is'
echo 'mine' >.hallmark.yml
hallmark init --source "$source"
exits 0
out_has '.hallmark.yml: is there, and stays as it is'
[ "$(cat .hallmark.yml)" = mine ] || fail 'the policy was overwritten'
[ "$(grep -c 'hallmark score' README.md)" -eq 1 ] || fail 'the README has the badge twice'

it 'never writes through a link, even one that leads nowhere'
fresh
ln -s "$work/elsewhere" .hallmark.yml
hallmark init --ci none
exits 0
[ ! -e "$work/elsewhere" ] || fail 'a file was written through a link'

it 'includes the job where GitLab has a pipeline already'
fresh
git remote add origin https://gitlab.com/group/project.git
printf 'stages: [test]\n' >.gitlab-ci.yml
hallmark init --source https://git.example.org/example/hallmark@0123456789abcdef0123456789abcdef01234567
exits 0
out_has 'In .gitlab-ci.yml, include it'
[ "$(cat .gitlab-ci.yml)" = 'stages: [test]' ] || fail 'the pipeline was overwritten'
grep -qF 'HALLMARK_COMMIT: "0123456789abcdef0123456789abcdef01234567"' .gitlab/hallmark.yml || fail 'the job names no commit'

it 'writes the pipeline where GitLab has none'
fresh
hallmark init --ci gitlab --source "$source"
exits 0
[ "$(sed -n 2p .gitlab-ci.yml)" = '  - local: .gitlab/hallmark.yml' ] || fail 'the pipeline does not include the job'

it 'knows Forgejo by its remote, and Woodpecker by its folder'
fresh
git remote add origin https://codeberg.org/example/project.git
hallmark init --source "$source" --dry-run
exits 0
out_has '.forgejo/workflows/hallmark.yml'
mkdir .woodpecker
hallmark init --source "$source" --dry-run
exits 0
out_has '.woodpecker/hallmark.yml'

it 'keeps a branch of odd name within its quotes'
fresh
git branch -m 'a"b'
hallmark init --ci woodpecker --source "$source"
exits 0
python3 -c 'import yaml; assert yaml.safe_load(open(".woodpecker/hallmark.yml"))["when"][1]["branch"] == "a\"b"' ||
  fail 'the branch is another in the file'

it 'says what is missing where nothing tells where hallmark comes from, and writes the rest'
fresh
git remote add origin https://github.com/example/project.git
hallmark init
exits 0
out_has 'No file for CI: say where it gets hallmark from'
[ -e .hallmark.yml ] || fail 'no policy was written'

it 'refuses a source without a commit, of odd characters, or of another host for GitHub'
# shellcheck disable=SC2016 # nothing is to be expanded
for wrong in https://github.com/example/hallmark https://github.com/example/hallmark@main \
  'https://github.com/a$(id)@0123456789abcdef0123456789abcdef01234567' git@github.com:a/b@0123456789abcdef0123456789abcdef01234567; do
  hallmark init --ci github --source "$wrong"
  exits 2
done
hallmark init --ci github --source https://git.example.org/a/b@0123456789abcdef0123456789abcdef01234567
exits 2
err_has 'GitHub takes actions from github.com only'
hallmark init --ci jenkins
exits 2
err_has 'no such CI'

it 'needs a work tree, a repository, and one at a time'
git clone -q --bare . "$work/bare.git"
hallmark init "$work/bare.git"
exits 2
err_has 'is a bare repository'
hallmark init "$work/nowhere"
exits 3
hallmark init . .
exits 2

it 'leaves a README alone that is a link, or no text'
fresh
mv README.md "$work/elsewhere.md" && ln -s "$work/elsewhere.md" README.md
hallmark init --ci none
exits 0
out_lacks 'a line is put in'
rm README.md && printf '\377\376x' >README.md
hallmark init --ci none
exits 0
out_lacks 'a line is put in'

it 'follows no link out of the work tree on the way to a file, and writes nothing at all then'
for made in 'ln -s ../elsewhere .github' 'touch .github' 'mkdir .github && ln -s ../../elsewhere .github/workflows'; do
  fresh
  mkdir -p ../elsewhere
  git remote add origin https://github.com/example/project.git
  eval "$made"
  hallmark init --source "$source"
  refused 2 'where a folder is wanted; nothing was written'
  [ -z "$(ls -A ../elsewhere)" ] || fail 'a file was written elsewhere'
  [ ! -e .hallmark.yml ] || fail 'half of it was written'
done

it 'ends its lines in a README as that does, and leaves its first bytes first'
fresh
printf '\357\273\277# Example\r\n\r\nWords.\r\n' >README.md
hallmark init --ci none
exits 0
printf '\357\273\277# Example\r\n\r\n![hallmark score](badge.svg)\r\n\r\nWords.\r\n' | cmp - README.md ||
  fail 'the README is another'
out_has "badge.svg is not there yet: 'hallmark scan -o badge.svg' draws it"

it 'writes names that would end a line, or are no text, as YAML does'
cd "$work" && rm -rf here
odd=$'of\nx: y\377'
git init -q -b main "$odd" && cd "$odd" && git commit -q --allow-empty -m begin
hallmark init --ci none
exits 0
python3 -c 'import yaml; rows = yaml.safe_load(open(".hallmark.yml")); assert set(rows) == {"version", "name", "gate"}, rows' ||
  fail 'the policy has another key'
[ "$(grep -c '^name: ".*"$' .hallmark.yml)" -eq 1 ] || fail 'the name is on more lines than one'

it 'gates the default branch and no other, whatever its name means in a pattern'
fresh
git branch -m '!rel+1'
hallmark init --ci github --source "$source"
exits 0
# shellcheck disable=SC1003 # a backslash before a quote is two of them
grep -qF 'branches: ["\\!rel\\+1"]' .github/workflows/hallmark.yml || fail 'the pattern is another'

it 'writes a branch into an address as addresses want it'
fresh
git remote add origin https://gitlab.com/group/project.git
git branch -m 'a)b/c'
hallmark init --source "$source" --dry-run
exits 0
out_has '/-/jobs/artifacts/a%29b/c/raw/badge.svg?job=hallmark)'

it 'names an action as GitHub does, from an address as git has it'
fresh
git remote add origin https://github.com/example/project.git
hallmark init --dry-run --source https://github.com/example/hallmark.git@0123456789abcdef0123456789abcdef01234567
exits 0
out_has 'uses: example/hallmark@0123456789abcdef0123456789abcdef01234567'
hallmark init --dry-run --source https://github.com/hallmark@0123456789abcdef0123456789abcdef01234567
refused 2 'an owner and a repository are wanted'

it 'tells the line of the badge where no README.md can take it'
fresh
git remote add origin https://github.com/example/project.git
git mv README.md README.rst && git commit -q -m 'another README'
hallmark init --source "$source"
exits 0
out_has '[![hallmark score](https://github.com/example/project/raw/badges/badge.svg)](https://github.com/example/project)'
out_has '2 files written'
out_lacks 'is not there yet'

it 'writes into no folder but the one that it was shown, whatever the config says'
fresh
mkdir -p ../elsewhere
git config core.worktree ../../elsewhere
hallmark init --ci none
refused 2 'its config names another folder as the work tree'
[ -z "$(ls -A ../elsewhere)" ] || fail 'a file was written elsewhere'

it 'finds the top from a folder within, and the one of a linked work tree'
fresh
mkdir deep && git worktree add -q ../linked
cd deep
hallmark init --ci none
exits 0
[ -e ../.hallmark.yml ] || fail 'no policy at the top'
cd ../../linked
hallmark init --ci none
exits 0
[ -e .hallmark.yml ] || fail 'no policy in the linked work tree'
