-- One row that /readyz changes to prove that the database can be written.
CREATE TABLE write_proofs (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO write_proofs (id, count) VALUES (1, 0);

-- By which pruning finds what is past its retention.
CREATE INDEX api_keys_by_revoked_at ON api_keys (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX login_failures_by_locked_until ON login_failures (locked_until)
  WHERE locked_until IS NOT NULL;

-- Keys from here on sign with the low s of ECDSA only, and another s is refused for them.
ALTER TABLE signing_keys ADD COLUMN low_s INTEGER NOT NULL DEFAULT 0 CHECK (low_s IN (0, 1));
