# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The words of the command line's tests, sourced by each of them: a fresh place to stand in, one command after another, and what is
# expected of each. By hand: HALLMARK=build/release/hallmark tests/cli/scan.sh
set -euo pipefail

hallmark=$(realpath "${HALLMARK:?which program is to be tested}")
source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/hallmark-cli-XXXXXX")
out=$work/stdout
err=$work/stderr
status=0
doing='begin'
ran='nothing'

# Nothing of the user, and no token or job of CI, reaches the program or git.
for name in $(compgen -e | grep -E '^(GIT_|HALLMARK_|GITHUB_|GH_|GITLAB_|GITEA_|FORGEJO_|CI_)' || true); do
  unset "$name"
done
unset NO_COLOR COLUMNS SSL_CERT_FILE CURL_CA_BUNDLE CDPATH
export HOME=$work/home XDG_CACHE_HOME=$work/cache TMPDIR=$work/tmp HALLMARK_PLUGIN_DIR=$work/no-plugins
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_AUTHOR_DATE=2026-05-01T00:00:00Z
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com GIT_COMMITTER_DATE=2026-05-01T00:00:00Z
export SOURCE_DATE_EPOCH=1780272000 # 2026-06-01, when the fixtures are scanned
export LSAN_OPTIONS=suppressions=$source_root/tests/cli/leaks.supp:print_suppressions=0
mkdir "$HOME" "$XDG_CACHE_HOME" "$TMPDIR" "$work/here"
cd "$work/here"

# A test that changes something elsewhere says here how it is put back.
clean_up() {
  :
}

leave() {
  local ended=$?
  clean_up
  if [ "$ended" -eq 0 ] && [ -n "$(ls -A "$TMPDIR")" ]; then
    echo "left behind in TMPDIR: $(ls -A "$TMPDIR")" >&2
    ended=1
  fi
  cd /
  rm -rf "$work"
  exit "$ended"
}
trap leave EXIT

# it TEXT: what the next lines show; named where they don't.
it() {
  doing=$1
}

fail() {
  {
    echo "not so: $doing"
    echo "  $1"
    echo "  in line ${BASH_LINENO[-2]} of $(basename "$0"), after: $ran (exit $status)"
    sed 's/^/  stdout: /' "$out" | head -n 40
    sed 's/^/  stderr: /' "$err" | head -n 40
  } >&2
  exit 1
}

# skip WHY: what follows can't be shown here.
skip() {
  echo "skipped: $doing: $1"
}

# run COMMAND...: keeps its output and exit status for what is expected next.
run() {
  ran="$*"
  status=0
  "$@" >"$out" 2>"$err" </dev/null || status=$?
}

hallmark() {
  run "$hallmark" "$@"
}

exits() {
  [ "$status" -eq "$1" ] || fail "exit $1 was expected"
}

out_has() {
  grep -qF -e "$1" "$out" || fail "stdout has no '$1'"
}

out_lacks() {
  ! grep -qF -e "$1" "$out" || fail "stdout has '$1'"
}

out_is() {
  [ "$(cat "$out")" = "$1" ] || fail "stdout is not '$1'"
}

out_is_empty() {
  [ ! -s "$out" ] || fail "stdout is not empty"
}

err_has() {
  grep -qF -e "$1" "$err" || fail "stderr has no '$1'"
}

err_lacks() {
  ! grep -qF -e "$1" "$err" || fail "stderr has '$1'"
}

err_is_empty() {
  [ ! -s "$err" ] || fail "stderr is not empty"
}

# went_well: exit 0, and nothing to complain of.
went_well() {
  [ "$status" -eq 0 ] || fail "exit 0 was expected"
  [ ! -s "$err" ] || fail "stderr is not empty"
}

# refused CODE TEXT: no result, and one line on stderr that says TEXT.
refused() {
  [ "$status" -eq "$1" ] || fail "exit $1 was expected"
  [ ! -s "$out" ] || fail "stdout is not empty"
  [ "$(wc -l <"$err")" -eq 1 ] || fail "stderr is not one line"
  grep -q '^hallmark: ' "$err" || fail "stderr does not say whose it is"
  grep -qF -e "$2" "$err" || fail "stderr has no '$2'"
}

same() {
  cmp -s "$1" "$2" || fail "$1 and $2 differ"
}

differ() {
  ! cmp -s "$1" "$2" || fail "$1 and $2 are the same"
}

is_file() {
  [ -s "$1" ] || fail "$1 is not there, or empty"
}

is_absent() {
  if [ -e "$1" ] || [ -L "$1" ]; then
    fail "$1 is there"
  fi
}

# holds FOLDER [NAME...]: these files and no other, hidden ones too.
holds() {
  local folder=$1
  shift
  [ "$(ls -A "$folder")" = "$(printf '%s\n' "$@" | sort)" ] || fail "$folder holds $(ls -A "$folder")"
}

# repository PATH [CASE]: a bare one of fixtures/CASE, else of the stream on standard input.
repository() {
  local folder=$source_root/fixtures/${2:-}
  if [ $# -eq 1 ]; then
    folder=$(mktemp -d "$work/case-XXXXXX")
    cat >"$folder/stream"
  fi
  git init --quiet --bare --initial-branch=main "$1"
  bash "$source_root/fixtures/stream.sh" "$folder" | git -C "$1" fast-import --quiet
}
