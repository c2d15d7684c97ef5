#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Libraries that few commands need are loaded by those alone: they take longer to load than most commands to run.
. "$(dirname "$0")/lib.sh"

repository r.git everything-in-order
git -C r.git tag -f v1.0 HEAD
git -C r.git archive --format=tar.gz --prefix=r-1.0/ -o "$work/r-1.0.tar.gz" HEAD

# loads COMMAND...: the libraries of late that `hallmark COMMAND...` loaded, by name, on one line.
loads() {
  rm -f "$work"/loader.*
  LD_DEBUG=files LD_DEBUG_OUTPUT=$work/loader hallmark "$@"
  loaded=$(cat "$work"/loader.* /dev/null | sed -nE 's/.*calling init: .*\/lib(archive|cairo|curl)\..*/\1/p' | sort -u |
    tr '\n' ' ')
}

it 'tells what is loaded'
loads scan r.git -q -o scan.png
went_well
if [ ! -e "$(compgen -G "$work/loader.*" | head -n 1)" ]; then
  skip 'the loader of this system does not say'
  exit 0
fi
[ "$loaded" = 'cairo ' ] || fail "a PNG loads: $loaded"

it 'loads none of them for what most commands do'
for command in '--version' 'scan r.git -q -o report.json' 'badge report.json -o badge.svg' 'gate r.git --min-score 1' \
  'history r.git -o history.svg'; do
  # shellcheck disable=SC2086 # words
  loads $command
  went_well
  [ -z "$loaded" ] || fail "$command loads: $loaded"
done

it 'takes none from the folder that it stands in'
# As a loader of plug-ins would find them there: by another ending, or by way of what libtool leaves.
mkdir -p ending libtool/.libs
for library in libarchive.so.13 libcairo.so.2 libcurl.so.4; do
  echo 'no library' >ending/$library.so
  printf "dlname='%s'\nlibdir='/usr/lib'\ninstalled=no\n" "$library" >libtool/$library.la
  echo 'no library' >libtool/.libs/$library
done
for trap in ending libtool; do
  cd $trap
  hallmark scan ../r.git -q -o badge.png
  went_well
  hallmark release "$work/r-1.0.tar.gz" --tag v1.0 --repo ../r.git
  went_well
  hallmark auth --api https://127.0.0.1:1/api/v4 --forge gitlab
  err_lacks "can't be used"
  cd ..
done

it 'loads each for its own work'
loads release "$work/r-1.0.tar.gz" --tag v1.0 --repo r.git
went_well
[ "$loaded" = 'archive ' ] || fail "release loads: $loaded"
loads auth --api https://127.0.0.1:1/api/v4 --forge gitlab
[ "$loaded" = 'curl ' ] || fail "auth loads: $loaded"
