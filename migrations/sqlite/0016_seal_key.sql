-- The network's keys that tablets seal registrations to. public: X25519, 32 bytes; the private half lies in the folder keys
-- beside the database. Tablets are given the one without ended_at. An ended one is kept until every tablet has taken a
-- later one and sent what it held; destroyed_at is when it was said that the private half goes.
CREATE TABLE seal_key (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    public BLOB NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    destroyed_at INTEGER,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;
