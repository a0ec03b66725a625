-- How many people work in the network's libraries, as the chair knows it in the year of an activity day: what the share of
-- staff that took part is counted of.
CREATE TABLE day_staff (
    network_id UUID NOT NULL,
    year BIGINT NOT NULL,
    staff BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (network_id, year),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
);
