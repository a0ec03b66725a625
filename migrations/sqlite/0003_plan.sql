-- The network's plan of a year. body is the plan as JSON (shared::domain::plan); version grows with each change, so that
-- nobody overwrites what somebody else has saved meanwhile.
CREATE TABLE plan (
    network_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by BLOB,
    PRIMARY KEY (network_id, year),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;
