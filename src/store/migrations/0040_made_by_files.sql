-- When a provisioning file made the row of an entry: the creation time of that row. NULL if the API
-- made the row, or an earlier release, which did not record it (applied_entries.h).
ALTER TABLE applied_entries ADD COLUMN made_at INTEGER;
