-- Which tablet may hold the list of a day's participants. Revoked, never deleted: what it recorded until then counts.
CREATE TABLE door (
    network_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    granted_at INTEGER NOT NULL,
    granted_by BLOB,
    revoked_at INTEGER,
    PRIMARY KEY (network_id, year, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX door_device ON door (network_id, device_id);

-- Who went through the door, merged of ops whose bytes are not kept. Apart from the entries of the libraries: no replica
-- pulls it. born_at and born_by are the stamp of the create, absent while only its undoing has come; deleted has a stamp
-- of its own. Of registration and walk_in one is set; name and the two libraries are a walk-in's, who has not registered.
-- device_id is absent where a person checked in by the personal link. decision: accepted, removed, merged (into the
-- registration merged_into): what the organisers say of it, which no op changes. Whether it is flagged is not stored:
-- that follows from all check-ins of the day together (shared::domain::check_in).
CREATE TABLE check_in (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    position INTEGER NOT NULL,
    library TEXT NOT NULL,
    year INTEGER,
    passage TEXT,
    registration BLOB,
    walk_in BLOB,
    name TEXT,
    walk_in_library TEXT,
    other_library TEXT,
    born_at INTEGER,
    born_by BLOB,
    deleted INTEGER,
    deleted_at INTEGER,
    deleted_by BLOB,
    device_id BLOB,
    received_at INTEGER NOT NULL,
    decision TEXT,
    merged_into BLOB,
    decided_at INTEGER,
    decided_by BLOB,
    PRIMARY KEY (network_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX check_in_year ON check_in (network_id, year);
CREATE INDEX check_in_position ON check_in (network_id, position);
