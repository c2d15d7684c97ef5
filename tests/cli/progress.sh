#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The progress of a clone: on a terminal, and nowhere else.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
url=file://$PWD/r.git

it 'is silent where stderr is no terminal'
hallmark scan "$url" -q
went_well
rm -rf "$XDG_CACHE_HOME/hallmark"

if ! command -v script >/dev/null; then
  skip 'no script(1)'
  exit 0
fi

# on_terminal WIDTH COMMAND: what the terminal shows goes to stdout.
on_terminal() {
  run script --quiet --return --command "stty cols $1; $2" /dev/null
  exits 0
}

# n_drawn: the count of objects that the last line told.
n_drawn() {
  grep -oE '[0-9,]+/[0-9,]+ objects' "$out" | tail -n 1 | sed 's:.*/::; s: .*::'
}

it 'draws objects and bytes on a terminal, and wipes them'
on_terminal 100 "'$hallmark' scan -q '$url'"
out_has "Cloning $url"
out_has ' objects, '
grep -qE '[0-9.]+.(bytes|[kM]B)' "$out" || fail 'no bytes'
[ "$(n_drawn)" -eq "$(git -C r.git rev-list --objects --all --no-object-names | wc -l)" ] || fail "$(n_drawn) objects"
[ "$(tail -c 4 "$out")" = $'\r\e[K' ] || fail 'the line was not wiped'
[ "$(wc -l <"$out")" -eq 0 ] || fail 'more than one line'

it 'fetches what is new the next time, not all'
[ "$(n_drawn)" -gt 30 ] || fail 'too few objects to tell'
git -C r.git update-ref refs/heads/main "$(git -C r.git commit-tree -p main -m New "$(git -C r.git rev-parse 'main^{tree}')")"
on_terminal 100 "'$hallmark' scan -q '$url'"
[ "$(n_drawn)" -lt 10 ] || fail "$(n_drawn) objects"

it 'draws nothing where nothing is fetched'
on_terminal 100 "'$hallmark' scan -q '$url'"
out_is_empty

it 'keeps within a narrow terminal, and to what it can show'
rm -rf "$XDG_CACHE_HOME/hallmark"
on_terminal 40 "LC_ALL=C '$hallmark' scan -q '$url'"
out_has 'objects'
! LC_ALL=C grep -q '[^ -~'$'\r\e'']' "$out" || fail 'more than ASCII'
tr '\r' '\n' <"$out" | sed 's/\x1b\[K//g' >lines
[ "$(wc -L <lines)" -lt 40 ] || fail "$(wc -L <lines) columns"

it 'is not drawn when stderr is not the terminal'
rm -rf "$XDG_CACHE_HOME/hallmark"
on_terminal 100 "'$hallmark' scan -q '$url' 2>'$work/apart'"
out_is_empty
[ ! -s "$work/apart" ] || fail 'drawn into a file'
