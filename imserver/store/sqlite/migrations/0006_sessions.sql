-- Refresh tokens are signed now, and say of which session and exchange they are. What is kept is how many exchanges
-- there were, and the hash of the token that was exchanged last.
CREATE TABLE sessions_new (
    id            TEXT PRIMARY KEY,
    user          TEXT NOT NULL,
    device        TEXT NOT NULL,
    generation    INTEGER NOT NULL,
    previous_hash BLOB UNIQUE,
    unsigned_hash BLOB UNIQUE,            -- of the newest token, where that was issued before tokens were signed
    created_at    INTEGER NOT NULL,
    refreshed_at  INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    ended_at      INTEGER,
    reused_at     INTEGER                 -- it ended because a token of it was used twice
) STRICT, WITHOUT ROWID;
INSERT INTO sessions_new
    SELECT id, user, device, 1, previous_hash, refresh_hash, created_at, refreshed_at, expires_at, ended_at, NULL
    FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;
