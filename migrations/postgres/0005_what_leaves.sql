-- A note of the chair on dates: why a figure is as it is. Without a library it is about the whole network.
CREATE TABLE note (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    library TEXT,
    body TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- Who outside the network may read the masked figures, and until when. kind: page (a link for a person) or program (a
-- token for a program). The token itself is not stored, its SHA-256 is.
CREATE TABLE share (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT,
    uses BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);
CREATE UNIQUE INDEX share_token ON share (network_id, token_hash);

-- The masked figures of a year as they were given out, a version a quarter at most: as_of is its last day (body:
-- shared::stats::release). Versions are kept: what one of them shows, the next must not reveal by the difference.
CREATE TABLE release (
    network_id UUID NOT NULL,
    year BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (network_id, year, as_of),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);
