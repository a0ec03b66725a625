-- Who sees diets and access needs of the activity day: a right of its own, which no role has by itself.
ALTER TABLE member ADD COLUMN organiser BIGINT NOT NULL DEFAULT 0;
