-- When the stream and the audit log stood where, in server time; see imserver/core/moments.py.
CREATE TABLE moments (
    id       INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,            -- in the change stream
    audit    INTEGER NOT NULL,            -- id of the newest entry
    at       INTEGER NOT NULL,            -- moves with every step of server time
    told     INTEGER NOT NULL             -- what `at` was when it was written
) STRICT;
