-- Messages that say what was done in a conversation: they don't count as unread, and no search finds them.
ALTER TABLE messages ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
