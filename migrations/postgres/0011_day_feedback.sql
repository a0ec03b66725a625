-- Anonymous feedback after an activity day. Nothing here tells who or when: receipt is a keyed hash of the form's stamp,
-- so that a form sent twice is one answer; rows lie in its order. mode: onsite, remote; absent where not told. scores:
-- JSON, 1 to 5 by scale (shared::domain::day_feedback). group_no: answers are shown five at a time, so that no change of
-- the figures is one person's answer.
CREATE TABLE day_feedback (
    network_id UUID NOT NULL,
    receipt BYTEA NOT NULL,
    year BIGINT NOT NULL,
    group_no BIGINT NOT NULL,
    mode TEXT,
    scores TEXT NOT NULL,
    PRIMARY KEY (network_id, receipt),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
);
CREATE INDEX day_feedback_year ON day_feedback (network_id, year);

-- The free texts of the feedback, apart from the scores and under ids without a time: nobody can tell which belong
-- together. about: good, better. held_at is the day's midnight: retention counts from it, since people write names in spite
-- of what a form asks.
CREATE TABLE day_feedback_text (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    group_no BIGINT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    held_at BIGINT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
);
CREATE INDEX day_feedback_text_year ON day_feedback_text (network_id, year);
