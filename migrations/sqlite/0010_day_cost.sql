-- What an activity day costs, line by line. kind: caterer, room, speaker, travel, other. cents are below 0 where money
-- comes back; on_date is the receipt's. version grows with each change.
CREATE TABLE day_cost (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    payer TEXT NOT NULL,
    receipt TEXT NOT NULL,
    cents INTEGER NOT NULL,
    on_date TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by BLOB,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_cost_year ON day_cost (network_id, year, on_date);
