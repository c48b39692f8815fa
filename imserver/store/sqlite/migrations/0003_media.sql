-- Files that people upload. Their content lies beside the database; `about` is sealed, like a message.
CREATE TABLE media (
    id         TEXT PRIMARY KEY,
    uploader   TEXT NOT NULL,
    size       INTEGER NOT NULL,          -- bytes
    created_at INTEGER NOT NULL,
    state      TEXT NOT NULL,             -- unsent, sent, or gone: then the file is still to be deleted
    about      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX media_by_uploader ON media (uploader, state, size);
CREATE INDEX media_unsent ON media (created_at) WHERE state = 'unsent';
CREATE INDEX media_gone ON media (id) WHERE state = 'gone';

CREATE TABLE attachments (
    conv  TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    media TEXT NOT NULL,
    PRIMARY KEY (conv, seq, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_media ON attachments (media, conv, seq);
