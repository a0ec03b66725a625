-- What an activity day costs, line by line. kind: caterer, room, speaker, travel, other. cents are below 0 where money
-- comes back; on_date is the receipt's. version grows with each change.
CREATE TABLE day_cost (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    payer TEXT NOT NULL,
    receipt TEXT NOT NULL,
    cents BIGINT NOT NULL,
    on_date TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by UUID,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
);
CREATE INDEX day_cost_year ON day_cost (network_id, year, on_date);
