-- The format that a message stated in its header, so that its replay has the same one.
alter table rejected_message add column format text;
