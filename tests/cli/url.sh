#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `hallmark scan URL`: a copy in the cache that is brought up to date, and the URLs that nothing is cloned from.
. "$(dirname "$0")/lib.sh"

repository upstream.git everything-in-order
url=file://$PWD/upstream.git
copies=$XDG_CACHE_HOME/hallmark/repositories

it 'clones into the cache'
hallmark scan "$url" -o badge.svg
went_well
out_has "upstream at $(git -C upstream.git rev-parse main | cut -c 1-12) (refs/heads/main)"
copy=$(echo "$copies"/file/*.git)
[ -d "$copy" ] || fail 'no copy in the cache'
[ "$(git -C "$copy" rev-parse main v1.0)" = "$(git -C upstream.git rev-parse main v1.0)" ] || fail 'not all refs'
holds "$copies/file" "$(basename "$copy")"
[ -z "$(ls -A "$HOME")" ] || fail 'something was written outside the cache'
hallmark scan upstream.git -o other.svg
same badge.svg other.svg

it 'fetches what is new into the same copy, and forgets what is gone'
inode=$(stat -c %i "$copy")
packed=$(find "$copy/objects" -type f | sort)
git -C upstream.git branch -f doomed main
hallmark scan "$url" --ref doomed
went_well
git -C upstream.git branch -D --quiet doomed
tree=$(git -C upstream.git rev-parse 'main^{tree}')
git -C upstream.git update-ref refs/heads/main "$(git -C upstream.git commit-tree -p main -m 'Something new' "$tree")"
hallmark scan "$url"
went_well
out_has "$(git -C upstream.git rev-parse main | cut -c 1-12) (refs/heads/main)"
[ "$(stat -c %i "$copy")" = "$inode" ] || fail 'the copy was made anew'
# shellcheck disable=SC2086 # one file a word
ls $packed >/dev/null || fail 'what was there was fetched again'
hallmark scan "$url" --ref doomed
refused 3 'doomed: no such branch or tag'

it 'follows the default branch of the remote'
git -C upstream.git branch trunk main~3
git -C upstream.git symbolic-ref HEAD refs/heads/trunk
hallmark scan "$url"
went_well
out_has "$(git -C upstream.git rev-parse trunk | cut -c 1-12) (refs/heads/trunk)"

it 'makes a damaged copy anew'
find "$copy/objects" -type f -delete
hallmark scan "$url"
went_well
out_has "$(git -C upstream.git rev-parse trunk | cut -c 1-12)"
rm "$copy/HEAD"
hallmark scan "$url"
went_well

it 'lets two scans of one URL wait for each other'
rm -rf "$copies"
"$hallmark" scan "$url" -q -o one.json &
"$hallmark" scan "$url" -q -o two.json
wait $!
same one.json two.json
holds "$copies/file" "$(basename "$copy")"

it 'keeps no trace of a clone that came to nothing'
rm -rf "$copies"
hallmark scan "file://$PWD/nowhere"
refused 3 "file://$PWD/nowhere: "
hallmark scan "file://$PWD"
refused 3 "file://$PWD: "
[ -z "$(find "$copies" -mindepth 1)" ] || fail "left: $(find "$copies" -mindepth 1)"

it 'names a host that does not resolve'
run timeout 60 "$hallmark" scan https://does-not-exist.invalid/o/r -o never.svg
refused 3 'https://does-not-exist.invalid/o/r: '
err_has 'resolv'
is_absent never.svg
[ -z "$(find "$copies" -mindepth 1)" ] || fail "left: $(find "$copies" -mindepth 1)"

it 'clones over https and from files alone'
for other in ssh://git@example.com/o/r git@example.com:o/r http://example.com/o/r git://example.com/o/r SSH://example.com/o/r; do
  hallmark scan "$other"
  refused 2 'only over https and file'
done
for other in ftp://example.com/o/r javascript://x/y 'ext::sh -c touch% owned' 'ext::sh://touch% owned'; do
  hallmark scan "$other"
  refused 2 "${other%% *}"
  is_absent owned
done
for malformed in https:// https:///o/r https://example.com https://example.com:99999/o/r file:// https://exa%00mple.com/o/r \
  'https://example.com/o/../../r' https://example.com/../r; do
  hallmark scan "$malformed"
  refused 2 ''
done
[ -z "$(find "$copies" -mindepth 1)" ] || fail "left: $(find "$copies" -mindepth 1)"

it 'takes no credentials, and repeats none'
for secret in https://ada:s3cret@example.invalid/o/r https://s3cret@example.invalid/o/r https://:s3cret@example.invalid/o/r \
  http://ada:s3cret@example.invalid/o/r ssh://ada:s3cret@example.invalid/o/r https://ada:s3cret@example.invalid:99999/o/r; do
  hallmark scan "$secret" -o never.json
  refused 2 'hallmark: '
  err_lacks s3cret
done
git clone --quiet upstream.git tree
git -C tree remote set-url origin https://ada:s3cret@github.com/o/r.git
hallmark scan tree --details -o r.json -o r.md -o r.svg -o scorecard:s.json
went_well
out_has 'github.com/o/r'
! grep -l s3cret "$out" r.json r.md r.svg s.json || fail 'a secret got out'

it 'says when the cache can not be written'
run env XDG_CACHE_HOME=/proc/nowhere "$hallmark" scan "$url"
refused 3 '/proc/nowhere/hallmark'
