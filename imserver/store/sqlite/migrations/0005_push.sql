CREATE TABLE push_subscriptions (
    id         TEXT PRIMARY KEY,
    user       TEXT NOT NULL,
    session    TEXT NOT NULL,
    endpoint   TEXT NOT NULL UNIQUE,
    p256dh     BLOB NOT NULL,
    auth       BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user, created_at);

CREATE TABLE push_queue (
    subscription TEXT NOT NULL,
    conv         TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription, conv)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_queue_by_due ON push_queue (due);

CREATE TABLE webhooks (
    id            TEXT PRIMARY KEY,
    url           TEXT NOT NULL,
    secret        BLOB NOT NULL,           -- sealed
    convs         TEXT NOT NULL,           -- a list in JSON; empty for all
    events        TEXT NOT NULL,           -- a list in JSON
    created_by    TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    position      INTEGER NOT NULL,        -- in the change stream
    failing_since INTEGER NOT NULL DEFAULT 0,
    disabled_at   INTEGER NOT NULL DEFAULT 0,
    error         TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
