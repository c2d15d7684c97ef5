#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The care of a store: what is put into it comes out, and damage is told.
. "$(dirname "$0")/lib.sh"

export XDG_DATA_HOME=$work/data
repository r.git binary-behind-links
hallmark scan r.git --offline -q -o json:first.json
went_well
SOURCE_DATE_EPOCH=1780876800 hallmark scan r.git --offline -q -o json:second.json
went_well

# line KEY REPORT: as an export would have it.
line() {
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[2]))
print(json.dumps({"schema": "hallmark/store/1", "repository": sys.argv[1], "as_of": report["as_of"], "report": report}))
PYTHON
}
{ line github.com/o/r first.json; line github.com/o/r second.json; line b second.json; } >lines

it 'makes a store of exported lines, where the data of the user is'
hallmark store import lines
went_well
out_is '3 reports: 3 added, 0 there already, 0 differ from what is there, which stays'
holds "$XDG_DATA_HOME/hallmark" portfolio.db
[ "$(stat -c %a "$XDG_DATA_HOME/hallmark/portfolio.db")" = 600 ] || fail 'others may read it'
hallmark store import
went_well
out_is '0 reports: 0 added, 0 there already, 0 differ from what is there, which stays'
run bash -c '"$1" store import - <lines' - "$hallmark"
went_well
out_is '3 reports: 0 added, 3 there already, 0 differ from what is there, which stays'

it 'finds it whole, and leaves nothing beside it'
hallmark store check
went_well
out_is '3 reports of 2 repositories: whole'
holds "$XDG_DATA_HOME/hallmark" portfolio.db

it 'exports every report as it was'
hallmark store export
went_well
[ "$(wc -l <"$out")" -eq 3 ] || fail 'not three lines'
cp "$out" exported
python3 - exported first.json <<'PYTHON' || fail 'another report came out'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert [line["repository"] for line in lines] == ["b", "github.com/o/r", "github.com/o/r"]
assert lines[1]["report"] == json.load(open(sys.argv[2])) and lines[1]["as_of"] == lines[1]["report"]["as_of"]
PYTHON
hallmark store import --store other.db exported
went_well
hallmark store export --store other.db
same "$out" exported

it 'gives room back'
hallmark store vacuum --store other.db
went_well
grep -qE '^[0-9,]+ bytes before, [0-9,]+ now$' "$out" || fail 'not what it was and is'
hallmark store export --store other.db
same "$out" exported

it 'tells where a file is damaged, and saves the rest'
cp other.db damaged.db
python3 - damaged.db <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("update body set sha256 = zeroblob(32) where id = (select max(id) from body)")
db.commit()
PYTHON
hallmark store check --store damaged.db
exits 1
err_has ': body 3 is not what was put'
err_has "'hallmark store export' saves the 2 reports that can be read"
err_lacks "'hallmark store check' says"
hallmark store export --store damaged.db
exits 1
err_has 'damaged: see above. 2 reports are saved'
[ "$(wc -l <"$out")" -eq 2 ] || fail 'not two lines'

# trees_spoil FILE NAME...: writes over the first page of these tables and indices.
trees_spoil() {
  python3 - "$@" <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
pages = [db.execute("select rootpage from sqlite_schema where name = ?", (name,)).fetchone()[0] for name in sys.argv[2:]]
db.close()
with open(sys.argv[1], "r+b") as file:
    for page in pages:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
PYTHON
}

it 'names each problem of the pages on a line of its own, and does not promise what export can not do'
cp other.db pages.db
trees_spoil pages.db sqlite_autoindex_repository_1 body
hallmark store check --store pages.db
exits 1
out_is_empty
[ "$(grep -c '^hallmark: ' "$err")" -ge 4 ] || fail 'not a line for each'
err_lacks '\x0a'
err_lacks 'hallmark store'
err_has 'No report can be read; restore the store from a copy'
hallmark store export --store pages.db
exits 1
out_is_empty
err_lacks 'hallmark store'
err_has 'No report can be read, so none is saved; restore the store from a copy'

it 'saves every report whose text is whole, whatever else is damaged'
cp other.db rows.db
python3 - rows.db <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("delete from check_name where id = 1")
db.execute("update report set commit_id = x'00' where id = 2")
db.commit()
PYTHON
trees_spoil rows.db sqlite_autoindex_repository_1
hallmark store check --store rows.db
exits 1
err_has "'hallmark store export' saves the 3 reports that can be read"
err_lacks '.recover'
hallmark store export --store rows.db
same "$out" exported

it 'says of a file too damaged to be opened that nothing of it can be had here'
cp other.db schema.db
printf '\xff\xff\xff\xff\xff\xff\xff\xff' | dd of=schema.db bs=1 seek=100 conv=notrunc status=none
hallmark store check --store schema.db
refused 1 "that it can't be opened; restore it from a copy"
hallmark store export --store schema.db
refused 3 "that it can't be opened; restore it from a copy"

it 'saves the reports of the others where the name of one repository is damaged'
cp other.db renamed.db
python3 - renamed.db <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("update repository set key = 'a' || char(27) || 'b' where key like 'github%'")
db.commit()
PYTHON
hallmark store export --store renamed.db
exits 1
err_has "has a name that can't be"
[ "$(wc -l <"$out")" -eq 1 ] || fail 'not one line'
grep -q '^{"schema": "hallmark/store/1", "repository": "b"' "$out" || fail 'another repository'

it 'forgets whom it is told to, all or none'
cp other.db fewer.db
hallmark store forget --store fewer.db github.com/o/r nobody
refused 3 'nobody: the store knows no such repository'
hallmark store check --store fewer.db
out_is '3 reports of 2 repositories: whole'
hallmark store forget --store fewer.db github.com/o/r
went_well
hallmark store check --store fewer.db
out_is '1 report of 1 repository: whole'
hallmark store vacuum --store fewer.db
went_well
grep -q 'github.com/o/r' fewer.db && fail 'the name is still there'
hallmark store forget --store fewer.db
refused 2 'store forget: which repository?'
hallmark store forget --store nowhere.db b
refused 3 'nowhere.db: no store there'
is_absent nowhere.db

it 'refuses what is no store, and lines that are none'
echo 'not a database, and long enough that nobody takes it for one' >text.db
for action in check vacuum export; do
  hallmark store $action --store text.db
  refused "$([ "$action" = check ] && echo 1 || echo 3)" \
    'text.db: not a store; restore it from a copy, or name another file with --store'
  hallmark store $action --store nowhere.db
  refused 3 'nowhere.db: no store there'
  is_absent nowhere.db
done
echo '{}' >wrong
hallmark store import --store other.db wrong
refused 3 'wrong: line 1: schema: this is missing'
{ head -n 2 exported; echo '{"schema": '; tail -n 1 exported; } >broken
hallmark store import --store half.db broken
exits 3
err_has 'broken: line 3: export: not JSON: column 11: '
err_has 'hallmark: before that: 2 reports: 2 added, 0 there already, 0 differ'
hallmark store check --store half.db
out_is '2 reports of 2 repositories: whole'
: >empty.db
hallmark store check --store empty.db
refused 3 "empty.db: empty, nothing was scanned yet; 'hallmark portfolio scan' makes a store of it, --store names another file"
hallmark store import --store other.db nowhere
refused 3 'nowhere: can'\''t be opened'
hallmark store check --store other.db more
refused 2 'store: more is a word too much'
hallmark store check --store=
refused 2 '--store: the name of a file must follow'
