-- The network's plan of a year. body is the plan as JSON (shared::domain::plan); version grows with each change, so that
-- nobody overwrites what somebody else has saved meanwhile.
CREATE TABLE plan (
    network_id UUID NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by UUID,
    PRIMARY KEY (network_id, year),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);
