-- Who made a group, under which id of theirs, and a digest of what was asked for: asked again, it is answered again.
ALTER TABLE conversations ADD COLUMN maker TEXT;
ALTER TABLE conversations ADD COLUMN client_id BLOB;
ALTER TABLE conversations ADD COLUMN digest BLOB;
CREATE UNIQUE INDEX conversations_by_client ON conversations (maker, client_id) WHERE client_id IS NOT NULL;

-- How a client wrote its client_id, where that isn't the canonical form: it looks for what it sent.
ALTER TABLE messages ADD COLUMN spelled TEXT;
