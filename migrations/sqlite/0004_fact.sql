-- What entries contribute to the figures, in columns, for the browser's own counting. A row per push, later joined: the
-- facts after position `after` up to `position` (body: shared::stats::facts::Block). Rows follow one another without a
-- gap; a gap is what a node of the version before has pushed, and has the facts made anew from the entities, under a new
-- generation.
CREATE TABLE fact (
    network_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    after INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    generation BLOB,
    body BLOB NOT NULL,
    PRIMARY KEY (network_id, position),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT;
