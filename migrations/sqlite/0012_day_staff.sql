-- How many people work in the network's libraries, as the chair knows it in the year of an activity day: what the share of
-- staff that took part is counted of.
CREATE TABLE day_staff (
    network_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    staff INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (network_id, year),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
) STRICT, WITHOUT ROWID;
