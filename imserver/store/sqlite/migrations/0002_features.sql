ALTER TABLE messages ADD COLUMN thread INTEGER;       -- the message whose thread it stands in
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
ALTER TABLE messages ADD COLUMN gone TEXT;            -- why nothing but its place is left
CREATE INDEX messages_by_thread ON messages (conv, thread, seq) WHERE thread IS NOT NULL;

ALTER TABLE conversations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE conversations ADD COLUMN expired_through INTEGER NOT NULL DEFAULT 0;

ALTER TABLE members ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;
ALTER TABLE members ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN receipted INTEGER NOT NULL DEFAULT 0;   -- position of the newest receipt
ALTER TABLE members ADD COLUMN silenced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
CREATE INDEX members_by_receipt ON members (conv, receipted) WHERE receipted > 0;

CREATE TABLE reactions (
    conv  TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    user  TEXT NOT NULL,
    PRIMARY KEY (conv, seq, emoji, user)
) STRICT, WITHOUT ROWID;

-- To a user, or to 'all'. What counts as unread mentions.
CREATE TABLE mentions (
    conv TEXT NOT NULL,
    user TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (conv, user, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
    conv TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (conv, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
    conv TEXT NOT NULL,
    user TEXT NOT NULL,
    PRIMARY KEY (conv, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
    user  TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (user, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_other ON blocks (other, user);
