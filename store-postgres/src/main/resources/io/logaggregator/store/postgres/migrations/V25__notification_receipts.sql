-- Text of a channel kind for the message that it sent, with which later notifications of the alert update it.
alter table notification add column receipt text check (octet_length(receipt) <= 1024);
create index notification_receipt on notification (alert_id, channel_id, transition_id) where receipt is not null;
