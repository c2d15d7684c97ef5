#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Outputs that can't be written, or not in the usual way: nothing is ever half-written, and what was there stays.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
hallmark scan r.git -q -o good.svg -o report.json
went_well

# Root could replace the machine's own devices, were the program wrong; so it gets others.
null=/dev/null full=/dev/full
if [ "$(id -u)" -eq 0 ]; then
  mkdir devices
  null=$PWD/devices/null full=$PWD/devices/full
  if ! { mknod "$null" c 1 3 && mknod "$full" c 1 7 && : >"$null"; } 2>"$err"; then
    null=
  fi
fi

it 'writes into a device, and does not replace it'
if [ -n "$null" ]; then
  hallmark scan r.git -q -o "svg:$null"
  went_well
  [ -c "$null" ] || fail "$null was replaced"
  hallmark scan r.git -q -o "svg:$full"
  refused 2 "$full: can't be written: No space left on device"
  hallmark badge report.json -q -o "png:$full"
  refused 2 "$full: can't be written: No space left on device"
  [ -c "$full" ] || fail "$full was replaced"
else
  skip 'root may make no devices here'
fi

it 'leaves the old file as it was when the new one does not fit'
# cramped LIMIT COMMAND...: with files of at most LIMIT KiB; what is said goes through a pipe, which has no limit.
cramped() {
  # shellcheck disable=SC2016 # expanded by the shell that is started
  bash -c 'set -o pipefail; limit=$1; shift
    (ulimit -f "$limit"; exec "$@" 2>&1 >/dev/null) | cat >&2' - "$@"
}
mkdir cramped
# More than a kibibyte, whatever the score is.
label='a label of many letters'
cp good.svg cramped/badge.svg
for limit in 0 1; do
  run cramped $limit "$hallmark" scan r.git -q --style for-the-badge --label "$label" -o cramped/badge.svg
  refused 2 "cramped/badge.svg: can't be written"
  same cramped/badge.svg good.svg
  holds cramped badge.svg
  run cramped $limit "$hallmark" badge report.json -q --label "$label" -o cramped/new.svg
  refused 2 "cramped/new.svg: can't be written"
  holds cramped badge.svg
done

it 'leaves the old file as it was on a disk that is full'
# shellcheck disable=SC2016 # expanded by the shell that is started
if unshare --user --map-root-user --mount true 2>"$err"; then
  mkdir disk
  run unshare --user --map-root-user --mount bash -c 'mount -t tmpfs -o size=8k tmpfs disk && cp good.svg disk/badge.svg || exit 77
    { dd if=/dev/zero of=disk/filler bs=1k || true; } 2>/dev/null
    "$1" scan r.git -q --style for-the-badge -o disk/badge.svg || code=$?
    ls -A disk; cmp good.svg disk/badge.svg && exit "$code"' - "$hallmark"
  if [ "$status" -eq 77 ]; then
    skip 'no tmpfs may be mounted'
  else
    exits 2
    err_has "disk/badge.svg: can't be written"
    err_has 'No space left'
    out_is $'badge.svg\nfiller'
  fi
else
  skip 'no mount namespace'
fi

it 'names the file that can not be made'
hallmark scan r.git -q -o svg:/proc/badge.svg
refused 2 "/proc/badge.svg: can't be written"
touch file
hallmark scan r.git -q -o file/badge.svg
refused 2 'file/badge.svg: the folder file is not there'
long=$(printf 'x%.0s' {1..300}).svg
hallmark scan r.git -q -o "$long"
refused 2 "xxx.svg: can't be written"

it 'writes what comes before the one that fails, and nothing after it'
hallmark scan r.git -q -o first.svg -o svg:/proc/badge.svg -o last.svg
refused 2 '/proc/badge.svg'
same first.svg good.svg
is_absent last.svg

it 'writes into a pipe or an open descriptor, and does not replace it'
mkfifo pipe
cat pipe >through &
hallmark scan r.git -q -o svg:pipe
went_well
wait
[ -p pipe ] || fail 'the pipe was replaced'
same through good.svg
if [ "$(id -u)" -ne 0 ]; then
  hallmark scan r.git -q -o svg:/dev/stdout
  went_well
  same "$out" good.svg
fi
hallmark scan r.git -q -o svg:/proc/self/fd/1
went_well
same "$out" good.svg
run bash -c '"$1" scan r.git -q -o svg:/dev/fd/7 7>seventh' - "$hallmark"
went_well
same seventh good.svg

it 'replaces a link rather than what it leads to'
echo precious >precious
ln -s precious link.svg
ln -s nowhere dangling.svg
ln -s /dev/full device.svg
for link in link dangling device; do
  hallmark scan r.git -q -o $link.svg
  went_well
  [ ! -L $link.svg ] || fail "$link.svg is still a link"
  same $link.svg good.svg
done
[ "$(cat precious)" = precious ] || fail 'what the link leads to was written'
is_absent nowhere

it 'tells when stdout can not take the result'
for words in 'scan r.git' 'scan r.git -q -o json:-' 'badge report.json -o svg:-' 'badge report.json -o b.svg' 'checks' 'checks maintainers' \
  '--help' 'scan --help' '--version' 'completion bash'; do
  # shellcheck disable=SC2016 # expanded by the shell that is started
  run bash -c 'program=$1; shift; exec "$program" $* >/dev/full' - "$hallmark" "$words"
  refused 2 "standard output: can't be written: No space left on device"
  # shellcheck disable=SC2016
  run bash -c 'program=$1; shift; exec "$program" $* >&-' - "$hallmark" "$words"
  refused 2 "standard output: can't be written: Bad file descriptor"
done

it 'ends as any filter does when its reader goes away'
# shellcheck disable=SC2016
run bash -c 'trap - PIPE; "$1" checks --markdown | head -n 1 >/dev/null; exit "${PIPESTATUS[0]}"' - "$hallmark"
case $status in 0 | 141) ;; *) fail 'neither done nor ended by SIGPIPE' ;; esac
err_is_empty
