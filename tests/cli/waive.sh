#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Waivers that a command writes: which findings are meant, what stands in them, and that the rest of the file stays as it is.
. "$(dirname "$0")/lib.sh"

elf=$(printf '%064d' 0)
git init --quiet --initial-branch=main r
cd r
mkdir tests
for name in tests/one.bin tests/two.bin 'odd[1]*.so'; do
  printf '\177ELF\2\1\1%s%s' "$elf" "$name" >"$name"
done
echo 'int main;' >main.c
git add --all
git commit --quiet --message 'Begin'
reason='Made by tests/make.sh'

commit() {
  git add --all
  git commit --quiet --message "$1"
}

it 'wants check, reason and a name'
hallmark waive
refused 2 '--check'
hallmark waive --check binary-artifacts
refused 2 '--reason'
hallmark waive --check binary-artifacts --reason ' '
refused 2 '--reason'
hallmark waive --check binary-artefacts --reason "$reason"
refused 2 'did you mean'
hallmark waive --check binary-artifacts --probe no-such --reason "$reason"
refused 2 'no-binaries'
run env -u GIT_AUTHOR_NAME -u GIT_COMMITTER_NAME "$hallmark" waive --check binary-artifacts --all --reason "$reason"
refused 2 '--by'
hallmark waive --check binary-artifacts --all --reason "$reason" --path '/abs'
refused 2 '--path'

it 'wants a day within a year'
for words in yesterday 0d 367d 2026-05-31 2027-06-03 2026-13-01 2026-06-01T00:00:00Z -1d d; do
  hallmark waive --check binary-artifacts --all --reason "$reason" --expires="$words"
  refused 2 "--expires $words"
done
for last in 366d 2027-06-02; do
  run env SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 3600)) \
    "$hallmark" waive --check binary-artifacts --all --reason "$reason" --expires="$last" --dry-run
  went_well
  out_has 'expires: 2027-06-02'
done
is_absent .hallmark.yml

it 'lists what could be meant'
hallmark waive --check binary-artifacts --reason "$reason"
exits 2
out_is_empty
err_has '3 findings could be meant'
err_has 'tests/one.bin'
is_absent .hallmark.yml
hallmark waive --check binary-artifacts --reason "$reason" --path 'nowhere/**'
refused 2 'no failed finding'

it 'prints what it would write, and writes nothing'
hallmark waive --check binary-artifacts --reason "$reason" --path tests/one.bin --dry-run
went_well
out_has "    digest: gitoid:blob:sha1:$(git rev-parse HEAD:tests/one.bin)"
out_has '    expires: 2026-11-28'
is_absent .hallmark.yml

it 'waives one file by what it holds, from the next commit on'
hallmark waive --check binary-artifacts --reason "$reason" --path tests/one.bin --by 'Bo' --expires 2027-06-01
went_well
out_has '1 waiver for 1 finding, until 2027-06-01'
out_has 'once the file is committed'
grep -q '^version: 1$' .hallmark.yml || fail 'no version'
hallmark scan
out_has '3 binaries'
hallmark policy check .hallmark.yml
went_well
commit 'Waive one'
hallmark scan -q -o json:-
python3 - "$out" <<'PY' || fail 'the waiver is not in force'
import json, sys
report = json.load(open(sys.argv[1]))
assert [waiver["state"] for waiver in report["waivers"]] == ["in-force"], report["waivers"]
PY

it 'does not waive twice what waits to be committed'
hallmark waive --check binary-artifacts --reason "$reason" --all
went_well
out_has '2 waivers for 2 findings'
cp .hallmark.yml before
hallmark waive --check binary-artifacts --reason "$reason" --all
refused 2 'not waived already'
same .hallmark.yml before
rm before
commit 'Waive the others'
hallmark gate --min binary-artifacts=10
went_well

it 'quotes a path that a glob would take for more'
grep -qF 'path: "odd\\[1]\\*.so"' .hallmark.yml || fail 'the path'

it 'ends with another content'
printf '\177ELF\2\1\1%s%s' "$elf" other >tests/one.bin
commit 'Another'
hallmark gate --min binary-artifacts=10
exits 1
out_has 'tests/one.bin'
hallmark waive --check binary-artifacts --reason "$reason" --path tests/one.bin
went_well
git checkout --quiet .hallmark.yml

it 'waives many files with one glob'
git rm --quiet .hallmark.yml
commit 'No policy'
hallmark waive --check binary-artifacts --reason "$reason" --path 'tests/*.bin'
exits 2
err_has '2 findings could be meant'
hallmark waive --check binary-artifacts --reason "$reason" --path 'tests/*.bin' --all
went_well
out_has '1 waiver for 2 findings'
set=$(git ls-tree -r --format='%(objectname) %(path)' HEAD tests | sha256sum | cut -d' ' -f1)
grep -q "digest: files:sha256:$set" .hallmark.yml || fail 'the digest of the set'
commit 'Waive a set'
hallmark gate --min binary-artifacts=9
went_well
hallmark gate --min binary-artifacts=9.1
exits 1
out_has 'odd[1]*.so'

it 'keeps comments, order and indentation'
cat >.hallmark.yml <<'YAML'
# Of the project.
version: 1   # the first
waivers:
    # Kept for the tests.
    - check: security-policy
      probe: contact   # never mind
      reason: "None yet"
      by: Ada
      expires: 2026-12-01

# Below.
gate: { score: 1 }
YAML
cp .hallmark.yml before
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin
went_well
diff before .hallmark.yml >difference || true
! grep -q '^<' difference || fail 'a line was changed'
[ "$(grep -c '^>' difference)" -eq 7 ] || fail "$(grep -c '^>' difference) lines"
grep -q '^>     - check: binary-artifacts' difference || fail 'the indentation'
[ "$(tail -n 1 .hallmark.yml)" = 'gate: { score: 1 }' ] || fail 'the order'
rm before difference

it 'waives a commit by its id'
git checkout --quiet .hallmark.yml
hallmark waive --check signed-commits --probe recent-commits-signed --commit HEAD --reason 'Before keys'
went_well
grep -q "\"$(git rev-parse HEAD)\"" .hallmark.yml || fail 'the commit'
git checkout --quiet .hallmark.yml
hallmark waive --check signed-commits --commit nowhere --reason 'Before keys'
refused 3 'nowhere'

it 'leaves a file alone that it can not add to'
for text in 'version: 1\nwaivers: [ { check: signed-commits } ]\n' '{ version: 1 }\n' 'version: 2\n' 'version: 1\nno-such: 1\n' \
  'version: 1\n\tname: x\n' 'version: 1\nversion: 1\n' ''; do
  # shellcheck disable=SC2059 # the format is the content
  printf "$text" >.hallmark.yml
  cp .hallmark.yml before
  hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin
  [ -z "$text" ] || refused 2 '.hallmark.yml'
  [ -z "$text" ] || same .hallmark.yml before
done
rm before
head -c 11000000 /dev/zero | tr '\0' '#' >.hallmark.yml
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin
refused 2 '.hallmark.yml'
rm .hallmark.yml
ln -s "$PWD/../target" .hallmark.yml
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin
refused 2 'a symbolic link'
is_absent ../target
rm .hallmark.yml

it 'writes no waiver that an inherited policy forbids'
printf 'version: 1\nkeep: [waivers.binary-artifacts]\n' >../base.yml
printf 'version: 1\nextends: { path: ../base.yml }\n' >.hallmark.yml
cp .hallmark.yml before
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin --policy .hallmark.yml
refused 2 'waivers'
same .hallmark.yml before
rm before

it 'writes into a file of the user'
printf 'version: 1\n' >../mine.yml
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin --policy ../mine.yml
went_well
grep -q 'tests/two.bin' ../mine.yml || fail 'the waiver'
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin --policy ../new.yml
went_well
is_file ../new.yml
hallmark waive --check binary-artifacts --reason "$reason" --path tests/two.bin --policy ../no/folder.yml
refused 2 'no/folder.yml'

it 'wants a work tree'
cd ..
git clone --quiet --bare r bare.git
hallmark waive bare.git --check binary-artifacts --all --reason "$reason"
refused 2 'bare'
hallmark waive "file://$PWD/bare.git" --check binary-artifacts --all --reason "$reason"
refused 2 'a URL'
mkdir plain
hallmark waive plain --check binary-artifacts --all --reason "$reason"
refused 3 'plain'
