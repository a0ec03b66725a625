-- A note of the chair on dates: why a figure is as it is. Without a library it is about the whole network.
CREATE TABLE note (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    library TEXT,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;

-- Who outside the network may read the masked figures, and until when. kind: page (a link for a person) or program (a
-- token for a program). The token itself is not stored, its SHA-256 is.
CREATE TABLE share (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX share_token ON share (network_id, token_hash);

-- The masked figures of a year as they were given out, a version a quarter at most: as_of is its last day (body:
-- shared::stats::release). Versions are kept: what one of them shows, the next must not reveal by the difference.
CREATE TABLE release (
    network_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (network_id, year, as_of),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;
