-- once: what a mail is about that is made at most once for a registration (a reminder, a message to a group); absent for
-- mails that tell how a registration stands. The index decides it, whichever nodes try at the same time. message: the
-- text of a mail to a group. The table is as new as the activity day: its index holds nobody up.
ALTER TABLE mail ADD COLUMN once TEXT;
ALTER TABLE mail ADD COLUMN message BLOB;
CREATE UNIQUE INDEX mail_once ON mail (network_id, registration, once);
