CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    login      TEXT UNIQUE,               -- null once removed: the login is free again
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    password   TEXT NOT NULL,             -- argon2id, or empty
    disabled   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    code_hash  BLOB PRIMARY KEY,
    hint       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    user       TEXT,
    role       TEXT NOT NULL,
    uses_left  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id            TEXT PRIMARY KEY,
    user          TEXT NOT NULL,
    device        TEXT NOT NULL,
    refresh_hash  BLOB NOT NULL UNIQUE,
    previous_hash BLOB UNIQUE,
    created_at    INTEGER NOT NULL,
    refreshed_at  INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE api_tokens (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    direct_key TEXT UNIQUE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    conv     TEXT NOT NULL,
    user     TEXT NOT NULL,
    role     TEXT NOT NULL,
    joined   INTEGER NOT NULL,            -- position in the change stream
    PRIMARY KEY (conv, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user, conv, role, joined);

-- A conversation's messages stand together and in order: a page of history is one range. Positions grow with
-- the sequence, so what a resuming client missed is found from the end, without an index of its own.
CREATE TABLE messages (
    conv      TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    sender    TEXT NOT NULL,
    client_id BLOB NOT NULL,
    ts        INTEGER NOT NULL,
    digest    BLOB NOT NULL,              -- keyed; tells a retry from a conflict
    body      BLOB NOT NULL,              -- a sealed envelope
    PRIMARY KEY (conv, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_client ON messages (sender, client_id);

-- What clients must learn besides messages. To a conversation, to a user, or (both null) to everybody.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    conv     TEXT,
    user     TEXT,
    body     BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_conv ON events (conv, position) WHERE conv IS NOT NULL;
CREATE INDEX events_by_user ON events (user, position) WHERE user IS NOT NULL;
CREATE INDEX events_to_all ON events (position) WHERE conv IS NULL AND user IS NULL;
