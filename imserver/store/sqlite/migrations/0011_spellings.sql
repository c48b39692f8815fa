-- Logins that look alike have one skeleton (imserver/core/login.py); those that were there before go on beside one another.
-- A release with another table of confusables computes them anew.
ALTER TABLE users ADD COLUMN skeleton TEXT;
UPDATE users SET skeleton = skeleton(login) WHERE login IS NOT NULL;
CREATE INDEX users_by_skeleton ON users (skeleton) WHERE skeleton IS NOT NULL;

-- One emoji in several spellings is one reaction. Events keep their order, and so what is left in the end.
INSERT INTO reactions SELECT conv, seq, spelling(emoji), user FROM reactions WHERE spelling(emoji) <> emoji
    ON CONFLICT DO NOTHING;
DELETE FROM reactions WHERE spelling(emoji) <> emoji;
UPDATE events SET body = respelled(body), subject = NULL WHERE respelled(body) <> body;
