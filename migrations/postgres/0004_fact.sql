-- What entries contribute to the figures, in columns, for the browser's own counting. A row per push, later joined: the
-- facts after position `after` up to `position` (body: shared::stats::facts::Block). Rows follow one another without a
-- gap; a gap is what a node of the version before has pushed, and has the facts made anew from the entities, under a new
-- generation.
CREATE TABLE fact (
    network_id UUID NOT NULL,
    position BIGINT NOT NULL,
    after BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    generation UUID,
    body BYTEA NOT NULL,
    PRIMARY KEY (network_id, position),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);
