#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a press of <tab> offers in each shell.
. "$(dirname "$0")/lib.sh"

mkdir -p folder/inner reports
touch 'report one.json' report.json

it 'is there for three shells'
for shell in bash zsh fish; do
  hallmark completion $shell
  went_well
  cp "$out" completion.$shell
done
hallmark completion tcsh
refused 2 'tcsh: no completion for this shell; there are bash, zsh and fish'
hallmark completion
refused 2 'name one shell: bash, zsh or fish'
hallmark completion bash zsh
refused 2 'name one shell'

# in_bash WORD...: what bash offers for the last word, in one line.
in_bash() {
  run bash -c 'source ./completion.bash && COMP_WORDS=(hallmark "$@") COMP_CWORD=$# && _hallmark && printf "%s\n" "${COMPREPLY[@]}"' - "$@"
  went_well
  sort "$out" | paste -sd '|'
}

# offers LIST WORD...
offers() {
  local wanted=$1 offered
  shift
  offered=$(in_bash "$@")
  [ "$offered" = "$wanted" ] || fail "bash offers '$offered' for '$*'"
}

it 'completes in bash'
checks=$(sed -nE 's/^ *X \(([a-z_]+)\).*/\1/p' "$source_root/checks/list.h" | tr _ - | sort | paste -sd '|')
offers '--help|--version|auth|badge|changes|checks|completion|gate|history|init|policy|portfolio|publish|release|scan|store|waive' ''
offers 'scan|store' s
offers '--state|--strict|--style' scan --st
offers 'flat|flat-square|for-the-badge' scan --style ''
offers 'flat|flat-square' badge report.json --style fl
offers 'for-the-badge' scan --style = fo
offers 'month|quarter|week|year' history --every ''
offers 'dark' history --theme d
offers 'flat|flat-square|for-the-badge' scan --style =
offers "$checks" scan --check ''
offers 'security-policy|sensitive-changes|signed-commits' scan -c s
offers "$checks" checks ''
offers 'always|auto|never' scan --color ''
offers 'bash|fish|zsh' completion ''
offers 'report one.json|report.json|reports' badge rep
offers 'report one.json|report.json|reports' scan -o rep
offers 'folder|reports' scan ''
offers 'folder/inner' scan folder/
offers '' scan --label ''
offers '' fly ''
for command in scan gate history changes release badge publish init waive store 'policy show' 'portfolio import' 'portfolio list' auth completion; do
  # shellcheck disable=SC2086 # words are meant to split
  hallmark $command --help
  options=$({ sed -nE 's/^  (-., )?(--[a-z-]+).*/\2/p' "$out"; echo --help; } | sort | paste -sd '|')
  # shellcheck disable=SC2086
  offers "$options" $command --
done

it 'registers itself with bash'
run bash -c 'source ./completion.bash && complete -p hallmark'
went_well
out_has '_hallmark hallmark'

it 'completes in zsh'
if command -v zsh >/dev/null; then
  run zsh --no-rcs -n completion.zsh
  went_well
  run zsh --no-rcs -c 'autoload -Uz compinit && compinit -D -u && source ./completion.zsh && print $_comps[hallmark]'
  went_well
  out_is _hallmark
  # Asks _arguments and _describe what they are given, since <tab> needs a terminal.
  cat >ask.zsh <<'ZSH'
compdef() { }
source ./completion.zsh
_arguments() { print -l -- "$@" }
_describe() { print -l -- ${(P)2} }
words=(hallmark "$@") CURRENT=$(( $# + 1 ))
_hallmark
ZSH
  run zsh --no-rcs ask.zsh s
  went_well
  out_has 'scan:Score a repository'
  run zsh --no-rcs ask.zsh scan ''
  went_well
  out_has '--style='
  out_has ':STYLE:(flat flat-square for-the-badge)'
  out_has "(branch-protection two-factor-auth signed-commits security-policy maintainers binary-artifacts takeover-signals sensitive-changes opaque-source release-integrity)"
  out_has ':_directories'
  out_has '(-q --quiet)'
else
  skip 'no zsh'
fi

# fish_offers LIST LINE
fish_offers() {
  # shellcheck disable=SC2016 # expanded by fish
  run fish --no-config -c 'source completion.fish; complete -C $argv[1]' "$2"
  went_well
  local offered
  offered=$(cut -f 1 "$out" | sort | paste -sd '|')
  [ "$offered" = "$1" ] || fail "fish offers '$offered' for '$2'"
}

it 'completes in fish'
if command -v fish >/dev/null; then
  run fish --no-config --no-execute completion.fish
  went_well
  fish_offers 'scan|store' 'hallmark s'
  fish_offers '--state|--strict|--style' 'hallmark scan --st'
  fish_offers 'flat|flat-square|for-the-badge' 'hallmark scan --style '
  fish_offers 'for-the-badge' 'hallmark scan --style fo'
  fish_offers "$checks" 'hallmark scan --check '
  fish_offers "$checks" 'hallmark checks '
  fish_offers 'bash|fish|zsh' 'hallmark completion '
  fish_offers 'report one.json|report.json|reports/' 'hallmark badge rep'
  fish_offers 'folder/inner/' 'hallmark scan folder/'
else
  skip 'no fish'
fi
