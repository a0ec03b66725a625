-- The network's activity day of a year. body is its set-up as JSON (shared::domain::day); version grows with each change.
-- held_on repeats the body's date, so that retention can count from it. arrivals is the counter of the order of arrival:
-- whoever gives or takes a place changes it first, inside the writing transaction, so that places are given one at a
-- time. sequence grows when the time or the place changes, for calendars (RFC 5545, 3.8.7.4).
CREATE TABLE day (
    network_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    held_on TEXT NOT NULL,
    arrivals INTEGER NOT NULL DEFAULT 0,
    sequence INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    changed_by BLOB,
    PRIMARY KEY (network_id, year),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
) STRICT, WITHOUT ROWID;

-- Who comes. state: reserved, confirmed, waiting, offered, cancelled, lapsed. mode is how the person takes part, or, while
-- waiting, wants to: onsite, remote, declined. arrival is the order of the waiting list. until is when a reserved or
-- offered place is taken back. Of the manage link's secret only the SHA-256 is stored. answers: JSON by question.
-- via: public, tablet, chair. sequence grows with each change that a calendar should know of.
CREATE TABLE registration (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    state TEXT NOT NULL,
    mode TEXT NOT NULL,
    until INTEGER,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    library TEXT,
    other_library TEXT,
    lang TEXT NOT NULL,
    lunch INTEGER,
    photo INTEGER NOT NULL,
    answers TEXT NOT NULL,
    via TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    changed_at INTEGER NOT NULL,
    anonymised_at INTEGER,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, year) REFERENCES day (network_id, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_year ON registration (network_id, year, arrival);
CREATE INDEX registration_email ON registration (network_id, year, email);
CREATE UNIQUE INDEX registration_secret ON registration (network_id, secret_hash);

-- Diet and access needs, which may tell of health: apart from the rest, given with consent, gone 14 days after the day.
-- diets: codes separated by commas.
CREATE TABLE registration_care (
    network_id BLOB NOT NULL,
    registration BLOB NOT NULL,
    diets TEXT NOT NULL,
    diet_other TEXT NOT NULL,
    access TEXT NOT NULL,
    consented_at INTEGER NOT NULL,
    PRIMARY KEY (network_id, registration),
    FOREIGN KEY (network_id, registration) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A ride offered or needed. kind: offer, need. share: whether the contact may be shown to matches.
CREATE TABLE ride (
    network_id BLOB NOT NULL,
    registration BLOB NOT NULL,
    kind TEXT NOT NULL,
    seats INTEGER NOT NULL,
    municipality TEXT NOT NULL,
    share INTEGER NOT NULL,
    PRIMARY KEY (network_id, registration),
    FOREIGN KEY (network_id, registration) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A participant's own share in the programme. state: proposed, accepted, declined.
CREATE TABLE contribution (
    network_id BLOB NOT NULL,
    registration BLOB NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    minutes INTEGER,
    equipment TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'proposed',
    PRIMARY KEY (network_id, registration),
    FOREIGN KEY (network_id, registration) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Mails to be sent and sent: made in the transaction of what they tell of. The id is the Message-ID's left part, so that a
-- mail sent twice is one mail to a reader. state: queued, sending, sent, failed (refused for good), uncertain (nobody
-- knows whether it has gone out), moot (overtaken before it was sent). due_at is when to try next; leased_until is until
-- when a node has it in hand. No address and no text is stored: both are read when it is sent. trouble is the server's
-- answer, without the address.
CREATE TABLE mail (
    network_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    registration BLOB NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    leased_until INTEGER,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    trouble TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, registration) REFERENCES registration (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_due ON mail (state, due_at);
CREATE INDEX mail_registration ON mail (network_id, registration);
