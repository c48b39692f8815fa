-- What administrators did. Names are those of its time: who is named may be gone.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,   -- grows: a page begins where the last one ended
    at          INTEGER NOT NULL,
    means       TEXT NOT NULL,
    actor       TEXT NOT NULL,
    actor_name  TEXT NOT NULL,
    action      TEXT NOT NULL,
    target      TEXT NOT NULL,
    target_name TEXT NOT NULL,
    details     TEXT NOT NULL,
    address     TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
