-- Pictures of people and groups, by the ids under which the media service keeps them; empty for none.
ALTER TABLE users ADD COLUMN avatar TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN avatar TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_by_avatar ON users (avatar) WHERE avatar <> '';
CREATE UNIQUE INDEX conversations_by_avatar ON conversations (avatar) WHERE avatar <> '';
-- Those that nobody has any more, until their content is deleted.
CREATE TABLE former_avatars (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
