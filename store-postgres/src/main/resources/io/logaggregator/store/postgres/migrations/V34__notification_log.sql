-- The notifications of a channel, newest first, and its last delivery.
create index notification_of_receiver on notification (channel_id, created_at, id);
create index notification_sent on notification (channel_id, sent_at) where status = 'SENT';
