-- What an event says the newest of: it takes the place of an earlier one of the same subject, so that who was away catches
-- up with a hundred new names of one person by one event.
ALTER TABLE events ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX events_by_subject ON events (subject) WHERE subject IS NOT NULL;
