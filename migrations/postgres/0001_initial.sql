-- The schema. Every primary key, unique key and foreign key begins with network_id: networks never meet, and that
-- column is what a distributed database shards by. The other dialect's file has the same tables and columns;
-- a test compares them. Types: instants are milliseconds UTC, civil dates are text YYYY-MM-DD, flags are 0 or 1.
-- No foreign key leads from log rows (op, entity, rollup, held) to configuration: after a restore the log may speak of
-- libraries, points and devices that the restored configuration does not know.


-- A network of libraries. lists_version grows with the vocabulary, config_version with anything a tablet knows.
CREATE TABLE network (
    network_id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    controller TEXT NOT NULL,
    controller_contact TEXT NOT NULL,
    dpo_contact TEXT NOT NULL,
    accessibility_contact TEXT NOT NULL,
    accessibility_phone TEXT NOT NULL,
    demo BIGINT NOT NULL DEFAULT 0,
    effort_enabled BIGINT NOT NULL DEFAULT 0,
    strain_enabled BIGINT NOT NULL DEFAULT 0,
    lists_version BIGINT NOT NULL,
    config_version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (network_id)
);
-- The slug names a network in addresses: the one key that must be unique across networks.
CREATE UNIQUE INDEX network_slug ON network (slug);

-- The counter row of a network: the position is taken here, inside the writing transaction, never from a sequence.
CREATE TABLE sync_state (
    network_id UUID NOT NULL,
    epoch UUID NOT NULL,
    position BIGINT NOT NULL,
    cursor_key BYTEA NOT NULL,
    PRIMARY KEY (network_id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- One random mark per committed push, kept 180 days: a cursor with an unknown mark tells of another history.
CREATE TABLE mark (
    network_id UUID NOT NULL,
    position BIGINT NOT NULL,
    mark BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (network_id, position)
);

-- Ended, never deleted. languages: codes separated by commas, majority first.
CREATE TABLE library (
    network_id UUID NOT NULL,
    code TEXT NOT NULL,
    name_fi TEXT NOT NULL,
    name_sv TEXT,
    province TEXT NOT NULL,
    languages TEXT NOT NULL,
    ended_at BIGINT,
    ord BIGINT NOT NULL,
    PRIMARY KEY (network_id, code),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- A point of service of a library. Ended, never deleted.
CREATE TABLE point (
    network_id UUID NOT NULL,
    library TEXT NOT NULL,
    code TEXT NOT NULL,
    name_fi TEXT NOT NULL,
    name_sv TEXT,
    name_en TEXT,
    ended_at BIGINT,
    PRIMARY KEY (network_id, library, code),
    FOREIGN KEY (network_id, library) REFERENCES library (network_id, code)
);

-- The controlled lists. A code keeps its meaning for ever; since and until are list versions.
CREATE TABLE list_value (
    network_id UUID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    ord BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    fi TEXT NOT NULL,
    sv TEXT NOT NULL,
    en TEXT NOT NULL,
    hint_fi TEXT,
    hint_sv TEXT,
    hint_en TEXT,
    implies_form TEXT,
    midpoint_minutes BIGINT,
    assumed BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (network_id, list, code),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- A name on a chip; with role contact or chair an account too. email is stored in lower case.
CREATE TABLE member (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    chip TEXT NOT NULL,
    library TEXT,
    role TEXT NOT NULL CHECK (role IN ('member', 'contact', 'chair')),
    email TEXT,
    password_hash TEXT,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, library) REFERENCES library (network_id, code)
);
-- Only living accounts and chips are unique: a removed member's e-mail and chip are free again.
CREATE UNIQUE INDEX member_email ON member (network_id, email) WHERE removed_at IS NULL AND email IS NOT NULL;
CREATE UNIQUE INDEX member_chip ON member (network_id, library, chip) WHERE removed_at IS NULL AND library IS NOT NULL;

-- The random key that stands for a member in the entries of one month (YYYY-MM). Deleted after 13 months: without this row nobody knows whose entry it was.
CREATE TABLE author_key (
    network_id UUID NOT NULL,
    key UUID NOT NULL,
    member_id UUID NOT NULL,
    month TEXT NOT NULL,
    PRIMARY KEY (network_id, key)
);
CREATE UNIQUE INDEX author_key_member ON author_key (network_id, member_id, month);

-- An enrolled tablet. token_hash: SHA-256 of its credential. pending and pending_oldest_at are as of last_contact.
CREATE TABLE device (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    library TEXT NOT NULL,
    point TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    enrolled_at BIGINT NOT NULL,
    enrolled_by UUID,
    revoked_at BIGINT,
    last_contact BIGINT NOT NULL,
    pending BIGINT NOT NULL DEFAULT 0,
    pending_oldest_at BIGINT,
    persisted TEXT NOT NULL DEFAULT 'unknown',
    replica UUID,
    previous_device UUID,
    storage_lost_at BIGINT,
    storage_lost_count BIGINT,
    app_version TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, library, point) REFERENCES point (network_id, library, code)
);
CREATE UNIQUE INDEX device_token ON device (network_id, token_hash);
CREATE INDEX device_library ON device (network_id, library);

-- A one-use code that makes a browser a tablet; ends after 15 minutes. code_hash: SHA-256 of the code.
CREATE TABLE enrolment (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    library TEXT NOT NULL,
    point TEXT NOT NULL,
    created_by UUID,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by_device UUID,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, library, point) REFERENCES point (network_id, library, code)
);
-- A code is typed without a network: it is looked up across networks. Not unique: a used code's row stays 30 days.
CREATE INDEX enrolment_code ON enrolment (code_hash);

-- A signed-in person. token_hash: SHA-256 of the cookie's token.
CREATE TABLE session (
    network_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    member_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (network_id, token_hash),
    FOREIGN KEY (network_id, member_id) REFERENCES member (network_id, id) ON DELETE CASCADE
);
CREATE INDEX session_member ON session (network_id, member_id);

-- A one-time link. A set-up link belongs to no network yet: its network_id is sixteen zero bytes, hence no foreign key.
CREATE TABLE link (
    network_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invite', 'reset')),
    member_id UUID,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (network_id, token_hash)
);
CREATE INDEX link_member ON link (network_id, member_id);

-- Who did what and when. Names are copied as they were then, so that the log outlives what it speaks of.
CREATE TABLE audit (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- Every accepted change, by its device-minted id. hash: of the bytes as pushed; at: the effective hybrid logical clock.
CREATE TABLE op (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    entity_id UUID NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    replica UUID NOT NULL,
    device_id UUID,
    member_id UUID,
    received_at BIGINT NOT NULL,
    flag TEXT,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (network_id, id)
);
CREATE INDEX op_entity ON op (network_id, entity_id);

-- A pushed op kept for review: from a revoked device or for a library outside its scope.
CREATE TABLE held (
    network_id UUID NOT NULL,
    op_id UUID NOT NULL,
    bytes BYTEA NOT NULL,
    reason TEXT NOT NULL,
    device_id UUID,
    library TEXT,
    received_at BIGINT NOT NULL,
    resolved_at BIGINT,
    PRIMARY KEY (network_id, op_id)
);

-- The merged state of an entity. body: its row as sent, in JSON.
CREATE TABLE entity (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    library TEXT NOT NULL,
    position BIGINT NOT NULL,
    on_date TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (network_id, id)
);
CREATE INDEX entity_pull ON entity (network_id, library, position);
CREATE INDEX entity_date ON entity (network_id, library, on_date);

-- Marginals kept in the push transaction: day × library × entity × kind × entry mode × one other dimension.
CREATE TABLE rollup (
    network_id UUID NOT NULL,
    on_date TEXT NOT NULL,
    library TEXT NOT NULL,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    dim TEXT NOT NULL,
    code TEXT NOT NULL,
    n BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (network_id, dim, on_date, library, entity, kind, mode, code)
);

-- The feedback channel of the accessibility statement. due_on: 14 days after it came.
CREATE TABLE feedback (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    body TEXT NOT NULL,
    reply_to TEXT,
    page TEXT NOT NULL,
    language TEXT NOT NULL,
    answered_at BIGINT,
    answered_by UUID,
    answer_note TEXT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id) REFERENCES network (network_id)
);

-- What each run of the retention job deleted. network_id: sixteen zero bytes where a rule spans networks.
CREATE TABLE retention_log (
    network_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    rule TEXT NOT NULL,
    removed BIGINT NOT NULL,
    PRIMARY KEY (network_id, id)
);
