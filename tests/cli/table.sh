#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The table on terminals of all widths, with and without colour and UTF-8, and with hostile text in it.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
repository names.git hostile-names
repository paths.git hostile-paths

# widest: columns of the longest line on stdout. No wide or combining character stands in what is looked at.
widest() {
  local line most=0
  while IFS= read -r line; do
    if [ ${#line} -gt "$most" ]; then most=${#line}; fi
  done <"$out"
  echo "$most"
}

it 'keeps within the columns that there are'
for width in 40 80 200; do
  for details in --quiet --details ''; do
    [ "$details" != --quiet ] || continue
    for repository in r names paths; do
      run env COLUMNS=$width "$hallmark" scan $repository.git ${details:+"$details"}
      went_well
      out_has 'Maintainers'
      [ "$(widest)" -le $width ] || fail "$(widest) columns of $width"
    done
  done
done

it 'uses the width that there is'
run env COLUMNS=80 "$hallmark" scan r.git
narrow=$(wc -l <"$out")
run env COLUMNS=200 "$hallmark" scan r.git
[ "$(wc -l <"$out")" -lt "$narrow" ] || fail 'as long at 200 columns as at 80'
hallmark scan r.git
[ "$(wc -l <"$out")" -eq "$narrow" ] || fail 'not 80 columns by default'
for nonsense in 0 -5 wide 99999999999; do
  run env COLUMNS=$nonsense "$hallmark" scan r.git
  went_well
  [ "$(wc -l <"$out")" -eq "$narrow" ] || fail 'not 80 columns where COLUMNS is nonsense'
done

it 'writes ASCII alone where the locale is no more'
for words in 'scan r.git' 'scan names.git --details' 'scan paths.git --details' 'checks' 'checks maintainers' '--help' \
  'scan --help' 'badge --help' 'checks --help' 'completion --help'; do
  # shellcheck disable=SC2086 # words are meant to split
  run env LC_ALL=C COLUMNS=80 "$hallmark" $words
  went_well
  ! LC_ALL=C grep -q '[^ -~]' "$out" || fail 'more than printable ASCII'
  [ "$(widest)" -le 100 ] || fail "$(widest) columns"
done
hallmark scan r.git
LC_ALL=C grep -q '[^ -~]' "$out" || fail 'only ASCII where UTF-8 is understood'
run env LC_ALL=C "$hallmark" scan $'n\u00f6'
refused 3 'n\u{00F6}: No such file'

it 'colours when told to'
hallmark scan r.git --color always
went_well
grep -q $'\e\\[' "$out" || fail 'no colour'
sed 's/\x1b\[[0-9;]*m//g' "$out" >plain
for when in never auto; do
  hallmark scan r.git --color $when
  went_well
  same "$out" plain
done
run env NO_COLOR=1 "$hallmark" scan r.git --color=always
grep -q $'\e\\[' "$out" || fail 'NO_COLOR is stronger than --color always'
hallmark scan r.git --color blue
refused 2 '--color blue: write auto, always or never'

it 'colours a terminal by itself, unless that is not wanted'
# on_terminal [VARIABLE=VALUE]...
on_terminal() {
  run env "$@" script --quiet --return --command "'$hallmark' scan r.git" /dev/null
  exits 0
  out_has 'Maintainers'
}
if command -v script >/dev/null; then
  on_terminal TERM=xterm
  grep -q $'\e\\[' "$out" || fail 'no colour on a terminal'
  on_terminal TERM=xterm NO_COLOR=
  grep -q $'\e\\[' "$out" || fail 'an empty NO_COLOR counts'
  on_terminal TERM=xterm NO_COLOR=1
  ! grep -q $'\e' "$out" || fail 'colour in spite of NO_COLOR'
  on_terminal TERM=dumb
  ! grep -q $'\e' "$out" || fail 'colour on a dumb terminal'
else
  skip 'no script(1)'
fi

it 'lets no control or bidirectional character of the subject through'
for repository in names paths; do
  for color in never always; do
    hallmark scan $repository.git --details --color $color
    went_well
    sed 's/\x1b\[[0-9;]*m//g' "$out" >plain
    ! grep -qP '[\x00-\x09\x0b-\x1f\x7f\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{200b}]' plain ||
      fail 'a control character'
    iconv -f UTF-8 -t UTF-8 plain >/dev/null || fail 'not UTF-8'
  done
done
hallmark scan paths.git --details
out_has '\x1b]0;owned\x07'
