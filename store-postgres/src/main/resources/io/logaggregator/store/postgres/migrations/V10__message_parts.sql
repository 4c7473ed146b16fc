-- Elements of the message at next_offset that are stored: a message too large for one transaction is stored in several.
alter table queue_position add column next_element integer not null default 0;
