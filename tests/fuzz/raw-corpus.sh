#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the corpus of TARGET into FOLDER as a fuzzer wants it: NAME.hex as the bytes that it stands for.
# usage: tests/fuzz/raw-corpus.sh TARGET FOLDER && build/fuzz/tests/fuzz/fuzz-TARGET FOLDER
set -eu

corpus=$(cd "$(dirname "$0")" && pwd)/corpus/$1
mkdir -p "$2"
for file in "$corpus"/*; do
  case "$file" in
    *.hex) perl -ne 's/\s//g; print pack "H*", $_' "$file" >"$2/$(basename "$file" .hex)" ;;
    *) cp "$file" "$2/" ;;
  esac
done
