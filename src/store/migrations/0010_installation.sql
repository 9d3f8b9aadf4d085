-- Facts about the installation as a whole, by name (installation.h). The second statement marks a
-- database whose data release 0.1.0 created.
CREATE TABLE installation (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO installation (name, value)
  SELECT 'filled_by', '0.1.0' WHERE EXISTS (SELECT 1 FROM environments);
