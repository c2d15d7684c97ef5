#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts down serves a user, a shell and the author of a plug-in; `uninstall` takes it away again.
. "$(dirname "$0")/lib.sh"

build=$(dirname "$hallmark")
stage=$work/stage
manifest=$build/install_manifest.txt
prefix=$(sed -n 's/^CMAKE_INSTALL_PREFIX:PATH=//p' "$build/CMakeCache.txt")
root=$stage$prefix
version=$("$hallmark" --version | cut -d ' ' -f 2)

# What was installed from this build before is remembered there.
[ ! -e "$manifest" ] || cp "$manifest" "$work/manifest"
clean_up() {
  rm -f "$manifest"
  [ ! -e "$work/manifest" ] || cp "$work/manifest" "$manifest"
}

it 'installs'
run env DESTDIR="$stage" cmake --install "$build"
exits 0
err_is_empty

it 'puts everything in its place'
for file in bin/hallmark share/man/man1/hallmark.1 share/bash-completion/completions/hallmark share/zsh/site-functions/_hallmark \
  share/fish/vendor_completions.d/hallmark.fish share/doc/hallmark/report.schema.json share/doc/hallmark/history.schema.json \
  share/doc/hallmark/changes.schema.json share/doc/hallmark/portfolio.schema.json share/doc/hallmark/release.schema.json share/doc/hallmark/checks.md \
  include/hallmark/version.h; do
  is_file "$root/$file"
done
for header in "$source_root"/include/hallmark/*.h; do
  same "$header" "$root/include/hallmark/$(basename "$header")"
done
same "$source_root/docs/report.schema.json" "$root/share/doc/hallmark/report.schema.json"
while IFS= read -r file; do
  [ -f "$stage$file" ] || fail "$file was not installed"
done <"$manifest"
[ "$(find "$stage" -type f | wc -l)" -eq "$(sort -u "$manifest" | wc -l)" ] || fail 'something was installed in passing'

it 'runs from there'
repository r.git everything-in-order
installed=$root/bin/hallmark
run "$installed" --version
went_well
out_is "hallmark $version"
run "$installed" scan r.git -q -o json:-
went_well
cp "$out" installed.json
hallmark scan r.git -q -o json:-
same "$out" installed.json

it 'brings the completions that the program writes'
run "$installed" completion bash
same "$out" "$root/share/bash-completion/completions/hallmark"
run "$installed" completion zsh
same "$out" "$root/share/zsh/site-functions/_hallmark"
run "$installed" completion fish
same "$out" "$root/share/fish/vendor_completions.d/hallmark.fish"

it 'brings all that a plug-in needs'
pc=$(find "$stage" -name hallmark.pc)
is_file "$pc"
# As if it were installed where it lies.
mkdir relocated
sed "s#=$prefix#=$root#" "$pc" >relocated/hallmark.pc
export PKG_CONFIG_PATH=$PWD/relocated
run pkg-config --modversion hallmark
went_well
out_is "$version"
run pkg-config --variable=plugindir hallmark
went_well
plugin_folder=$(cat "$out")
case $plugin_folder in "$root"/lib*/hallmark/plugins) ;; *) fail "plug-ins belong into $plugin_folder" ;; esac
cp -r "$source_root/examples/plugin" plugin
run cmake -S plugin -B plugin-build
exits 0
run cmake --build plugin-build
exits 0
! grep -rq "$source_root" plugin-build/CMakeFiles/*/flags.make || fail 'it looks into the source of hallmark'
run "$installed" scan r.git --plugin plugin-build/code_of_conduct.so --check code-of-conduct
went_well
out_has 'Code-Of-Conduct'
run cmake --install plugin-build
exits 0
is_file "$plugin_folder/code_of_conduct.so"
run env HALLMARK_PLUGIN_DIR="$plugin_folder" "$installed" scan r.git
went_well
out_has 'Code-Of-Conduct'
rm "$plugin_folder/code_of_conduct.so"

it 'uninstalls'
run env DESTDIR="$stage" cmake --build "$build" --target uninstall
exits 0
[ -z "$(find "$stage" ! -type d)" ] || fail "left: $(find "$stage" ! -type d)"
