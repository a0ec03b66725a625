-- The network's keys that tablets seal registrations to. public: X25519, 32 bytes; the private half lies in the folder keys
-- beside the database. Tablets are given the one without ended_at. An ended one is kept until every tablet has taken a
-- later one and sent what it held; destroyed_at is when it was said that the private half goes.
CREATE TABLE seal_key (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    public BYTEA NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    destroyed_at BIGINT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);
