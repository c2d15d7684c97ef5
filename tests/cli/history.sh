#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A project's life: that each row is what a scan says, and what becomes of dates, cuts and files that are out of the ordinary.
. "$(dirname "$0")/lib.sh"

repository r.git takeover-by-patience
tip=$(git -C r.git rev-parse main)

it 'tells a row a month, folded, with the signals that were on'
hallmark history r.git
went_well
out_has "r up to ${tip:0:10} (refs/heads/main) by month, 126 rows"
out_has 'No forge was asked'
[ "$(grep -c 'forge' "$out")" -eq 1 ] || fail 'that no forge was asked is to be said once'
[ "$(grep -cE '^20[0-9]{2}-' "$out")" -lt 30 ] || fail 'the table is not folded'
[ "$(wc -L <"$out")" -le 80 ] || fail "$(wc -L <"$out") columns"
tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF '(artefact): first 2026-05, in 2 of 126 rows' || fail 'no artefact'
hallmark history r.git --all
went_well
[ "$(grep -cE '^20[0-9]{2}-' "$out")" -eq 126 ] || fail 'not every row has a line'

it 'tells in each row what a scan of that commit as of that time says'
hallmark history r.git -q -o h.json
went_well
out_is_empty
python3 - "$hallmark" <<'PYTHON' || fail 'a row and its scan differ'
import json, subprocess, sys
rows = json.load(open('h.json'))['rows']
assert len(rows) == 126
for row in rows[::25] + rows[-4:]:
    subprocess.run([sys.argv[1], 'scan', 'r.git', '--commit', row['commit'], '--at', row['time'], '--offline', '-q', '-o', 's.json'],
                   check=True)
    scan = json.load(open('s.json'))
    for key in ('score', 'floor', 'ceiling', 'coverage'):
        assert row[key] == scan[key], (row['time'], key, row[key], scan[key])
    assert row['scores'] == [check['score'] for check in scan['checks']], row['time']
    failed = {f"{check['id']}/{finding['probe']}" for check in scan['checks'] for finding in check['findings']
              if finding['outcome'] == 'fail'}
    signals = {name for name in failed if name.split('/')[0] in
               ('takeover-signals', 'sensitive-changes', 'opaque-source', 'release-integrity')}
    assert set(row['signals']) == signals, (row['time'], row['signals'], signals)
PYTHON
rm s.json

it 'looks at no commit and no tag of later'
hallmark history r.git --until 2025-07-31 -q -o early.json
went_well
python3 - <<'PYTHON' || fail 'the past depends on what came after'
import json
early, late = json.load(open('early.json')), json.load(open('h.json'))
n = len(early['rows'])
assert n == 115 and early['rows'] == late['rows'][:n]
PYTHON
rm early.json

it 'prints at which commit each signal came on first'
hallmark history r.git --first-alarm
went_well
out_has "2026-05-04  $(git -C r.git log -1 --format=%h --abbrev=10 --grep='tests: add a file' main)  several transitions"
out_has '(artefact)'
out_lacks 'Known'
out_lacks 'on by then'

it 'finds the commit and the time at which a scan says so first'
hallmark history r.git --first-alarm -q -o f.json
went_well
python3 - "$hallmark" <<'PYTHON' || fail 'a scan at the commit, or at the one before, says otherwise'
import json, subprocess, sys
path = subprocess.run(['git', '-C', 'r.git', 'log', '--first-parent', '--format=%H %cI', 'main'], capture_output=True, text=True,
                      check=True).stdout.split('\n')[:-1]
path = [line.split() for line in path]
def failed(commit, time):
    subprocess.run([sys.argv[1], 'scan', 'r.git', '--commit', commit, '--at', time, '--offline', '-q', '-o', 's.json'], check=True)
    return {f"{check['id']}/{finding['probe']}": finding['message'] for check in json.load(open('s.json'))['checks']
            for finding in reversed(check['findings']) if finding['outcome'] == 'fail'}
signals = json.load(open('f.json'))['signals']
assert len(signals) > 5
for signal in signals:
    on = signal['came_on']
    assert failed(on['commit'], on['time'])[signal['id']] == on['message'], signal
    at = [commit for commit, time in path].index(on['commit'])
    if at + 1 < len(path):
        assert signal['id'] not in failed(*path[at + 1]), signal
PYTHON
rm s.json f.json

it 'says what was on before the first row that was asked for'
hallmark history r.git --first-alarm --since 2026-05-31
went_well
out_has 'on by then)'

it 'writes pictures and tables, and the same bytes again'
hallmark history r.git -o h.svg -o h.png -o csv:h.txt --until 2026-05-31
went_well
hallmark history r.git -q -o again.svg -o again.png -o csv:- --until 2026-05-31
went_well
same h.svg again.svg
same h.png again.png
same h.txt "$out"
[ "$(head -c 4 h.png | tail -c 3)" = PNG ] || fail 'no PNG'
[ "$(wc -l <h.txt)" -eq 126 ] || fail 'not a line for each row, and one of names'
python3 -c "import xml.dom.minidom as m; assert m.parse('h.svg').documentElement.tagName == 'svg'" || fail 'no SVG'
hallmark history r.git -q --theme dark --scale 1 -o again.png --until 2026-05-31
went_well
differ h.png again.png
rm h.* again.*

it 'takes other periods, and parts of a life'
for words in 'quarter 42' 'year 11' 'week 544' '100d 39'; do
  read -r every n <<<"$words"
  hallmark history r.git --every "$every" -q -o json:-
  went_well
  [ "$(grep -c '"coverage"' "$out")" -eq "$n" ] || fail "--every $every: $(grep -c '"coverage"' "$out") rows, not $n"
done
hallmark history r.git --since 2026-01-01 --until 2026-03-31
went_well
out_has 'by month, 3 rows'
hallmark history r.git --check maintainers --since 2026-01-01
went_well
out_has 'No signal was ever on.'

it 'tells a row a release'
git -C r.git tag v1.0 main~60
git -C r.git tag v1.1 main~5
git -C r.git tag nightly main~2
hallmark history r.git --tags
went_well
out_has 'by tag, 2 rows'
out_has 'v1.0'
out_lacks 'nightly'
git -C r.git tag -d v1.0 v1.1 nightly >/dev/null

it 'says no to what it does not understand'
for every in fortnight '' 0d -3d 1h 99999d; do
  hallmark history r.git --every="$every"
  refused 2 'write month, quarter, year, week, or a number of days'
done
hallmark history r.git --tags --every year
refused 2 'give one of them'
hallmark history r.git --since 2026-05-01 --until 2026-04-01
refused 2 'after the last row'
hallmark history r.git --since yesterday
refused 2 '--since yesterday: not a date'
hallmark history r.git --theme pink
refused 2 '--theme pink'
hallmark history r.git --scale 3
refused 2 '--scale 3'
hallmark history r.git --check no-such-check
refused 2 'no-such-check'
hallmark history r.git -o history.pdf
refused 2 'no format goes by that'
hallmark history r.git -o a.csv -o ./a.csv
refused 2 'two outputs to the same file'
hallmark history r.git -o nowhere/a.csv
refused 2 'the folder nowhere is not there'
hallmark history r.git other.git
refused 2 'one repository at a time'
hallmark history nowhere
refused 3 'nowhere'
hallmark history r.git --commit main --ref main
refused 2 'give one of them'

it 'ends with now, whatever date is asked for'
hallmark history r.git --until 2100-01-01
exits 0
err_has '--until 2100-01-01: lies ahead; the last row is of now'
out_has 'by month, 126 rows'
hallmark history r.git --until 2001-01-01
exits 3
err_has 'no commit at or before 2001-01-01'

it 'says that a repository without a commit has no history'
git init --quiet --bare --initial-branch=main empty.git
hallmark history empty.git
refused 3 'no commit yet on refs/heads/main'

it 'tells the life of a single commit'
repository one.git <<'STREAM'
at 2026-05-20
commit 'Begin'
file a 'one'
STREAM
hallmark history one.git -o one.svg
went_well
out_has 'by month, 2 rows'

it 'bounds what dates can ask for'
repository ages.git <<'STREAM'
at 1601-01-01
commit 'Begin'
file a 'one'
at 2026-01-01
commit 'Go on'
file a 'two'
at 2100-01-01
commit 'From the future'
file a 'three'
STREAM
hallmark history ages.git --check signed-commits
went_well
out_has 'At most 5000 rows are told: those before 1609-'
out_lacks '2100'

it 'says where a shallow clone is cut'
git clone --quiet --bare --depth 20 "file://$PWD/r.git" shallow.git 2>/dev/null
hallmark history shallow.git
went_well
out_has 'shallow clone'
out_has 'no row is of a time before'

it 'draws a trend on a badge'
hallmark scan r.git --offline -q -o plain.svg -o r.json
hallmark badge r.json --sparkline h.json -q -o b.svg
refused 3 "h.json: can't be opened"
hallmark history r.git -q -o h.json
hallmark badge r.json --sparkline h.json -q -o b.svg
went_well
grep -qE '<title>hallmark: [0-9.]+ out of 10[^<]*, (up|down) [0-9.]+ in 12 months</title>' b.svg || fail 'the title tells no trend'
[ "$(wc -c <b.svg)" -le $(($(wc -c <plain.svg) + 150)) ] || fail 'a trend of more than 150 bytes'
hallmark scan r.git --offline -q --sparkline -o s.svg
went_well
same s.svg b.svg
hallmark badge r.json --sparkline r.json -q -o b.svg
refused 3 'r.json: schema: this does not start with hallmark/history/'
hallmark badge - --sparkline - -q -o b.svg
refused 2 "can't both come from standard input"
