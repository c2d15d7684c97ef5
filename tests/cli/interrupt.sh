#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ctrl-C in the middle of each kind of work: exit 130, and nothing left behind. A pipe stands where the program expects a file, so
# that the test knows where it is: opening the other end returns when the program has come there, and holds it until closed.
. "$(dirname "$0")/lib.sh"

# libgit2 has no frame pointers, and a leak of its own is known by its frames: leaks.supp.
export ASAN_OPTIONS=fast_unwind_on_malloc=0

# start COMMAND...: runs it beside the test, as from a shell that ignores no signal.
start() {
  ran="$*"
  env --default-signal=INT,TERM,HUP "$@" >"$out" 2>"$err" </dev/null &
  process=$!
}

# reach PIPE: returns when the program reads it.
reach() {
  exec 4>"$1"
}

# stop SIGNAL: where it is.
stop() {
  kill -s "$1" "$process"
  exec 4>&-
  status=0
  # The shell tells of a child that was killed.
  { wait "$process" || status=$?; } 2>/dev/null
}

# pipe_for REPOSITORY REVISION: a pipe in place of a loose object of it; sets $pipe.
pipe_for() {
  local id
  id=$(git -C "$1" rev-parse "$2")
  pipe=$1/objects/${id:0:2}/${id:2}
  mv "$pipe" saved
  mkfifo "$pipe"
}

mend() {
  mv -f saved "$pipe"
}

repository r.git everything-in-order # few enough objects to be loose
url=file://$PWD/r.git
copies=$XDG_CACHE_HOME/hallmark/repositories

it 'stops a scan'
mkfifo signers
for signal in INT TERM HUP; do
  start "$hallmark" scan r.git --allowed-signers signers -o badge.svg -o report.json
  reach signers
  [ -n "$(ls -A "$TMPDIR")" ] || fail 'there is nothing yet that could be left behind'
  stop $signal
  refused 130 'interrupted'
  holds . r.git signers
  [ -z "$(ls -A "$TMPDIR")" ] || fail "left: $(ls -A "$TMPDIR")"
done

it 'stops a history'
pipe_for r.git 'main:SECURITY.md'
start "$hallmark" history r.git -o history.json
reach "$pipe"
stop INT
refused 130 'interrupted'
is_absent history.json
mend

it 'leaves alone a signal that is to be ignored'
start env --ignore-signal=HUP,INT "$hallmark" scan r.git --allowed-signers signers
reach signers
kill -s INT "$process"
stop HUP
refused 2 'signers: empty, no key in it'
rm signers

it 'stops a clone, and leaves nothing of it'
pipe_for r.git 'main:SECURITY.md'
start "$hallmark" scan "$url" -o badge.svg
reach "$pipe"
[ -d "$(echo "$copies"/file/.*.partial)" ] || fail 'there is nothing yet that could be left behind'
stop INT
refused 130 'interrupted'
[ -z "$(find "$copies" -mindepth 1)" ] || fail "left: $(find "$copies" -mindepth 1)"
is_absent badge.svg

it 'sweeps what a killed clone left'
start "$hallmark" scan "$url" -o badge.svg
reach "$pipe"
stop KILL
exits 137
partial=$(echo "$copies"/file/.*.partial)
[ -d "$partial" ] || fail 'nothing was left, so nothing is shown'
touch "$partial/left"
mend
hallmark scan "$url" -o badge.svg
went_well
is_file badge.svg
copy=$(basename "$copies"/file/*.git)
holds "$copies/file" "$copy"
is_absent "$copies/file/$copy/left"
rm badge.svg

it 'keeps the copy where a fetch is stopped or killed'
before=$(git -C r.git rev-parse main)
blob=$(echo 'Something new' | git -C r.git hash-object -w --stdin)
tree=$(printf '100644 blob %s\tnew\n' "$blob" | git -C r.git mktree)
git -C r.git update-ref refs/heads/main "$(git -C r.git commit-tree -p main -m 'Something new' "$tree")"
files=$(find "$copies/file/$copy" | sort)
for signal in INT KILL; do
  pipe_for r.git main:new
  start "$hallmark" scan "$url" -o badge.svg
  reach "$pipe"
  stop $signal
  mend
  case $signal in
    INT)
      refused 130 'interrupted'
      holds "$copies/file" "$copy"
      [ "$(find "$copies/file/$copy" | sort)" = "$files" ] || fail 'something was left in the copy'
      ;;
    KILL) exits 137 ;;
  esac
  is_absent badge.svg
  [ "$(git -C "$copies/file/$copy" rev-parse main)" = "$before" ] || fail 'the copy was changed'
  git -C "$copies/file/$copy" fsck --strict 2>/dev/null >&2 || fail 'the copy was damaged'
done
hallmark scan "$url"
went_well
out_has "$(git -C r.git rev-parse main | cut -c 1-12)"
holds "$copies/file" "$copy"
