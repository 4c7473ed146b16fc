-- Each channel claims its own share of the due notifications, so the index begins with the channel.
create index notification_due on notification (channel_id, next_at) where status = 'PENDING';
drop index notification_pending;
