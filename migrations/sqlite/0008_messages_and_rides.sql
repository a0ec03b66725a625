-- Which counts of diets were sent to the caterer last, so that the page can tell what has changed since. counts: JSON
-- (shared::domain::care); marks: of each free text a keyed digest, separated by commas, so that a new one is seen.
CREATE TABLE care_sent (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    at INTEGER NOT NULL,
    counts TEXT NOT NULL,
    marks TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX care_sent_year ON care_sent (network_id, year, at);

-- What an organiser wrote to a group. audience: a code; library: only its people, where it is set. subject and text: JSON
-- by language. sent_by: the writer's name. recipients: how many mails were made.
CREATE TABLE message (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    audience TEXT NOT NULL,
    library TEXT,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    sent_by TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_year ON message (network_id, year, sent_at);

-- Who rides with whom: nobody in two cars. Both are registrations; whether they still offer and need a ride is read from
-- `ride`. by_hand: an organiser has decided it.
CREATE TABLE ride_match (
    network_id BLOB NOT NULL,
    passenger BLOB NOT NULL,
    driver BLOB NOT NULL,
    by_hand INTEGER NOT NULL,
    PRIMARY KEY (network_id, passenger),
    FOREIGN KEY (network_id, passenger) REFERENCES registration (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, driver) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ride_match_driver ON ride_match (network_id, driver);

-- Whom somebody was told of last by a mail about the ride: ids, separated by commas, each with + where contacts were
-- given. Only who would be told something else is written to again.
CREATE TABLE ride_told (
    network_id BLOB NOT NULL,
    registration BLOB NOT NULL,
    about TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (network_id, registration),
    FOREIGN KEY (network_id, registration) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
