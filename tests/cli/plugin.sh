#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks from elsewhere: the example plug-in, and each way in which a plug-in can be wrong.
. "$(dirname "$0")/lib.sh"

plugins=$(dirname "$hallmark")/tests/checks/plugins
repository r.git everything-in-order

it 'loads the example plug-in'
for option in "--plugin=$plugins/code_of_conduct.so" "--plugin $plugins/code_of_conduct.so"; do
  # shellcheck disable=SC2086 # words are meant to split
  hallmark scan r.git $option
  went_well
  out_has 'Code-Of-Conduct'
  out_has 'Maintainers'
done
hallmark scan r.git --plugin "$plugins/code_of_conduct.so" --check code-of-conduct --details
went_well
out_has 'Code-Of-Conduct'
out_lacks 'Maintainers'
hallmark checks code-of-conduct --plugin "$plugins/code_of_conduct.so"
went_well
out_has 'Code-Of-Conduct'

it 'does without it where it is not asked for'
hallmark scan r.git
went_well
out_lacks 'Code-Of-Conduct'
hallmark scan r.git --check code-of-conduct
refused 2 'code-of-conduct: no such check'

it 'judges what the plug-in asked to read'
repository conduct.git <<'STREAM'
commit
file README.md 'A thing.'
file CODE_OF_CONDUCT.md '# Code of conduct' '' 'Be kind. Tell conduct@example.com when somebody is not.'
STREAM
hallmark scan conduct.git --plugin "$plugins/code_of_conduct.so" --check code-of-conduct --details
went_well
out_has 'CODE_OF_CONDUCT.md'
out_has '10'
hallmark scan r.git --plugin "$plugins/code_of_conduct.so" --check code-of-conduct -q -o json:-
went_well
out_has '"score": 0'

it 'loads the plug-ins of a folder, but hidden ones and other files'
mkdir folder
cp "$plugins/code_of_conduct.so" folder/
echo 'not a library' >folder/.hidden.so
echo 'not a library' >folder/README.md
run env HALLMARK_PLUGIN_DIR=folder "$hallmark" scan r.git
went_well
out_has 'Code-Of-Conduct'
run env HALLMARK_PLUGIN_DIR=folder "$hallmark" checks
went_well
out_has 'Code-Of-Conduct'

# wrong FILE TEXT: no command loads FILE, and each says why.
wrong() {
  hallmark scan r.git -o never.svg --plugin "$1"
  refused 2 "$1: "
  err_has "$2"
  is_absent never.svg
  hallmark checks --plugin "$1"
  refused 2 "$2"
}

it 'names the plug-in that it can not use, and why'
echo 'not a library' >text.so
touch empty.so
head -c 40 "$plugins/code_of_conduct.so" >cut.so
wrong nowhere.so 'no such file'
wrong folder 'folder'
wrong text.so 'text.so: '
wrong empty.so 'empty.so: '
wrong cut.so 'cut.so: '
wrong "$plugins/no_symbol.so" 'hallmark_plugin'
wrong "$plugins/wrong_abi.so" 'ABI'
wrong "$plugins/clashing_id.so" '"maintainers" is taken'
wrong "$plugins/clashing_name.so" '"SECURITY-POLICY" is taken'
wrong "$plugins/twins.so" '"twin" is taken'
wrong "$plugins/unresolved.so" 'hm_from_the_future'
wrong "$plugins/no_checks.so" 'no_checks.so: '
wrong "$plugins/no_name.so" 'no_name.so: '
wrong "$plugins/missing_check.so" 'missing_check.so: '
hallmark scan r.git --plugin "$plugins/code_of_conduct.so" --plugin "$plugins/code_of_conduct.so"
refused 2 '"code-of-conduct" is taken'

it 'is as strict with a folder'
cp text.so folder/zzz.so
run env HALLMARK_PLUGIN_DIR=folder "$hallmark" scan r.git
refused 2 'folder/zzz.so: '
run env HALLMARK_PLUGIN_DIR=text.so "$hallmark" scan r.git
refused 2 'text.so: not a folder of plug-ins'

it 'takes nonsense from a check for unknown, and leaves the others alone'
hallmark scan r.git -q -o alone.json
went_well
hallmark scan r.git --plugin "$plugins/nonsense.so" -o r.json -o b.svg -o r.md -o scorecard:s.json --details
went_well
python3 - <<'PYTHON' || fail 'nonsense was believed'
import json
alone, report = json.load(open('alone.json')), json.load(open('r.json'))
n = len(alone['checks'])
assert report['checks'][:n] == alone['checks']
assert len(report['checks']) == n + 7
# One says nothing but true things about an outcome that it did not ask for; the others say nothing that counts.
for check in report['checks'][n:]:
    assert check['status'] == 'unknown', check
    assert check['score'] is None and check['floor'] == 0 and check['ceiling'] == 10, check
    assert check['reason'] != '', check
PYTHON
for name in Score-300 Upside-Down Unknown-Probe Null-Strings Points Silent Outcome; do
  out_has "$name"
done
hallmark scan r.git -q --strict --check security-policy --plugin "$plugins/nonsense.so"
went_well
hallmark scan r.git -q --strict --check silent --plugin "$plugins/nonsense.so"
exits 4
