-- The key of the registration form that a tablet was given last, and the last one with which it has reported an empty queue:
-- from then on nothing that it holds is sealed to an earlier one.
ALTER TABLE device ADD COLUMN given_key BLOB;
ALTER TABLE device ADD COLUMN settled_key BLOB;
