#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the program says of itself, and to whom it says no; and that the manual page says the same.
. "$(dirname "$0")/lib.sh"

commands='scan gate history changes release badge publish init policy waive portfolio store checks auth completion'
nested=('policy check' 'policy show' 'portfolio add' 'portfolio badges' 'portfolio changes' 'portfolio import' 'portfolio list' 'portfolio rank' 'portfolio remove' 'portfolio scan' 'portfolio show' 'portfolio site'
  'store check' 'store vacuum' 'store export' 'store import' 'store forget')
page=$source_root/docs/hallmark.1

it 'names its commands'
hallmark --help
went_well
cp "$out" all
for command in $commands; do
  grep -q "^  $command  " all || fail "no $command"
done
[ "$(grep -cE '^  [a-z]+  ' all)" -eq "$(wc -w <<<"$commands")" ] || fail 'another number of commands than this test looks at'
for word in -h help; do
  hallmark "$word"
  went_well
  same "$out" all
done

it 'helps with each command'
for command in $commands "${nested[@]}"; do
  # shellcheck disable=SC2086 # words are meant to split
  hallmark $command --help
  went_well
  out_has "hallmark $command"
  out_lacks '(null)'
  [ "$(wc -L <"$out")" -le 100 ] || fail "$(wc -L <"$out") columns"
  cp "$out" "$command"
  for words in "$command -h" "help $command" "$command --no-such-option -h"; do
    # shellcheck disable=SC2086 # words are meant to split
    hallmark $words
    went_well
    same "$out" "$command"
  done
done

it 'knows what it does not know'
hallmark
refused 2 "no command; 'hallmark scan' scores the repository here, 'hallmark --help' lists all"
for word in fly SCAN '' --fly -; do
  hallmark "$word"
  refused 2 "$word: no such command; 'hallmark --help' lists all"
done
hallmark help fly
refused 2 'fly: no such command'
for command in $commands; do
  hallmark "$command" --fly
  refused 2 "--fly; see 'hallmark $command --help'"
  hallmark "$command" -Z
  refused 2 "-Z; see 'hallmark $command --help'"
done
hallmark scan --ref
refused 2 "--ref; see 'hallmark scan --help'"
hallmark scan --strict=no
refused 2 "--strict=no: takes no value; see 'hallmark scan --help'"
hallmark scan $'--\e]0;owned\a'
refused 2 "see 'hallmark scan --help'"
! grep -q $'\e' "$err" || fail 'an escape sequence reached stderr'

it 'says its version, which stands in CMakeLists.txt'
version=$(sed -n 's/^project(hallmark VERSION \([0-9.]*\).*/\1/p' "$source_root/CMakeLists.txt")
for word in --version -V; do
  hallmark "$word"
  went_well
  out_is "hallmark $version"
done
grep -q "^\.TH HALLMARK 1 .*\"hallmark $version\"" "$page" || fail 'the manual page is of another version'

# help_options COMMAND: its options, as "--long" and "--long=VALUE", one a line.
help_options() {
  sed -nE 's/^  (-[a-zA-Z], )?(--[a-z-]+(=[A-Z|]+)?) .*/\2/p' "$1" | sort
}

# page_section COMMAND: its part of the manual page without markup.
page_section() {
  sed -n "/^\.SS hallmark $1\( [^a-z]\|\$\)/,/^\.S[HS] /{/^\.S[HS] /!p}" "$page" | sed -E 's/\\f.//g; s/\\-/-/g; s/[" ]//g'
}

it 'has a manual page with the options of each command, and no other'
for command in $commands "${nested[@]}"; do
  page_section "$command" >section
  is_file section
  for option in $(help_options "$command"); do
    grep -qE -e "${option%%=*}([^a-z-]|\$)" section || fail "the page of $command lacks $option"
    # What it takes is told once, where the option is explained.
    grep -qE -e "^\.BR?(-.,)?${option//|/\\|}\$" <(page_section scan && page_section "$command") || fail "the page explains no $option"
  done
  while read -r option; do
    help_options "$command" | grep -qE -e "^$option(=|\$)" || fail "the page of $command has $option"
  done < <(grep -oE -e '--[a-z][a-z-]*' section | sort -u)
done
[ "$(help_options scan | wc -l)" -ge 15 ] || fail 'the options were not found in the help'

it 'explains each short option beside its long one'
pairs=$(sed -nE 's/^  (-[a-zA-Z]), (--[a-z-]+).*/\1,\2/p' scan)
[ -n "$pairs" ] || fail 'no short option was found'
for pair in $pairs; do
  grep -qE -e "^\.BR$pair(=|\$)" <(page_section scan) || fail "the page has no $pair"
done

it 'has a manual page that man finds nothing wrong with'
if command -v man >/dev/null && man --version >/dev/null 2>&1; then
  run man --local-file --warnings --encoding=UTF-8 "$page"
  went_well
  out_has 'SOURCE_DATE_EPOCH'
else
  skip 'no man'
fi
