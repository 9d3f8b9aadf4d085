-- The hash chain of the event log (docs/design/0018-event-chain.md). A row without a digest was
-- written before this step, or by a program of an earlier version.
ALTER TABLE events ADD COLUMN digest BLOB;

-- One row: the newest event of the chain.
CREATE TABLE event_chain (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  unproved INTEGER NOT NULL,
  forged INTEGER NOT NULL CHECK (forged IN (0, 1)),
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

-- The numbers that pruning has deleted. Adjoining ranges are one row.
CREATE TABLE event_gaps (
  first_number INTEGER NOT NULL PRIMARY KEY CHECK (first_number > 0),
  last_number INTEGER NOT NULL CHECK (last_number >= first_number),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
CREATE INDEX event_gaps_by_last ON event_gaps (last_number);

CREATE TABLE event_checkpoints (
  number INTEGER NOT NULL PRIMARY KEY,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  at INTEGER NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE INDEX event_checkpoints_by_time ON event_checkpoints (at);

-- The client API of WorkOS exports the events about some targets only.
ALTER TABLE audit_log_exports ADD COLUMN target_ids TEXT NOT NULL DEFAULT '';
