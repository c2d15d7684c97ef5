-- SPDX-License-Identifier: Apache-2.0
-- A store of schema 4. What was released never changes.
CREATE TABLE repository (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  base INTEGER REFERENCES body (id),
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  deflated BLOB NOT NULL
) STRICT;
CREATE INDEX body_by_repository ON body (repository);
CREATE INDEX body_by_base ON body (base);
CREATE TABLE report (
  id INTEGER PRIMARY KEY REFERENCES body (id) ON DELETE CASCADE,
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  as_of INTEGER NOT NULL,
  commit_id BLOB NOT NULL,
  committed_at INTEGER NOT NULL,
  score INTEGER,
  floor INTEGER,
  ceiling INTEGER,
  coverage_percent INTEGER NOT NULL,
  is_partial INTEGER NOT NULL,
  band TEXT NOT NULL,
  tool_version TEXT NOT NULL,
  policy TEXT NOT NULL,
  findings TEXT NOT NULL, policy_digest TEXT, policy_own INTEGER,
  UNIQUE (repository, as_of)
) STRICT;
CREATE TABLE check_score (
  report INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  check_name INTEGER NOT NULL REFERENCES check_name (id),
  status INTEGER NOT NULL,
  score INTEGER,
  floor INTEGER,
  ceiling INTEGER,
  PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE finding (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,
  check_name INTEGER NOT NULL REFERENCES check_name (id),
  probe TEXT NOT NULL,
  outcome INTEGER NOT NULL,
  message TEXT NOT NULL, files BLOB, waived INTEGER, file TEXT,
  PRIMARY KEY (repository, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE state (
  repository INTEGER PRIMARY KEY REFERENCES repository (id) ON DELETE CASCADE,
  head BLOB NOT NULL,
  tool_version TEXT NOT NULL,
  policy_digest TEXT NOT NULL,
  forge_digest TEXT NOT NULL,
  scanned_at INTEGER NOT NULL,
  failed_at INTEGER NOT NULL,
  failure TEXT NOT NULL
, looked_at INTEGER NOT NULL DEFAULT 0, tried_at INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE check_name (
  id INTEGER PRIMARY KEY,
  check_id TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (check_id, name)
) STRICT;
CREATE TABLE name_list (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  names TEXT NOT NULL,
  PRIMARY KEY (repository, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE activity (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  as_of INTEGER NOT NULL,
  first_commit_at INTEGER NOT NULL,
  last_commit_at INTEGER NOT NULL,
  commits INTEGER NOT NULL,
  people INTEGER NOT NULL,
  active INTEGER NOT NULL,
  organisations INTEGER NOT NULL,
  releases INTEGER NOT NULL,
  forks INTEGER NOT NULL,
  stars INTEGER NOT NULL,
  packages INTEGER NOT NULL,
  dependencies INTEGER NOT NULL,
  PRIMARY KEY (repository, as_of)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 0x484d524b;
PRAGMA user_version = 4;
