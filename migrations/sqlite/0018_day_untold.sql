-- What of a day has moved while it was withdrawn, as bits (usecase::mail::moved): told to whoever holds a place or waits
-- once the day is published again.
ALTER TABLE day ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
