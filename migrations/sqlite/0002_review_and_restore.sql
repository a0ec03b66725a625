-- What the review of a held op needs, so that storing it later is the push that it was: the replica that made it, the
-- schema version of its bytes, the stamp that it counts under where that is not its own, whether its clock was wrong.
-- resolution: accepted, dismissed, or stored (somebody who may has pushed it); absent while nobody has decided.
ALTER TABLE held ADD COLUMN replica BLOB;
ALTER TABLE held ADD COLUMN v INTEGER NOT NULL DEFAULT 1;
ALTER TABLE held ADD COLUMN effective INTEGER;
ALTER TABLE held ADD COLUMN skewed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE held ADD COLUMN resolution TEXT;

-- When this history began from an older copy, and how many entries that were made before then have come since.
ALTER TABLE sync_state ADD COLUMN restored_at INTEGER;
ALTER TABLE sync_state ADD COLUMN restored_entries INTEGER NOT NULL DEFAULT 0;
