-- Alerts of a channel with equal values of these labels (or of the rule) are sent together.
alter table notification_channel
    add column group_by                text[]  not null default '{}',
    add column group_interval_seconds  integer not null default 60,
    add column notify_after_seconds    integer, -- alerts are sent that have been open and unacknowledged for this long
    add column repeat_interval_seconds integer; -- open and unacknowledged alerts are sent again
update notification_channel set group_by = '{rule}'
where kind in ('slack', 'slack-webhook', 'email', 'teams', 'discord', 'telegram', 'mattermost', 'ntfy');

alter table notification
    add column queued_at    timestamptz, -- from when it is to be sent, first or again
    add column leased_until timestamptz, -- while it is being sent
    add column refusals     integer not null default 0,
    add column resent       boolean not null default false, -- it failed, and is sent again since the channel recovered
    add column repeat       integer not null default 0, -- 0 for the transition itself, then the number of the repetition
    add column group_id     uuid, -- the group of its channel
    add column batch_id     uuid; -- the id under which the alerts of the group were sent together
update notification set queued_at = created_at;
alter table notification
    alter column queued_at set default clock_timestamp(),
    alter column queued_at set not null;

-- A retry never precedes a first attempt of the same channel.
drop index notification_due;
create index notification_due on notification (channel_id, (attempts > 0), next_at) where status = 'PENDING';
create index notification_of_group on notification (group_id) where status = 'PENDING' and group_id is not null;
create index notification_of_batch on notification (batch_id) where status = 'PENDING' and batch_id is not null;
drop index notification_failed;
create index notification_failed on notification (channel_id, created_at) where status = 'FAILED';

-- A group that was sent: the next notification waits for the interval, for the end of the lease, or for the retry.
create table notification_group (
    id         uuid        primary key,
    channel_id uuid        not null references notification_channel on delete cascade,
    next_at    timestamptz not null
);
create index notification_group_channel on notification_group (channel_id);

-- A channel whose last attempt failed.
create table notification_channel_failure (
    channel_id uuid        primary key references notification_channel on delete cascade,
    failures   integer     not null, -- consecutive
    since      timestamptz not null,
    reason     text        not null,
    next_at    timestamptz not null -- if there are many failures, the time of the next attempt
);

-- The group of an alert: equal for alerts with equal values of the labels.
create function notification_group_id(channel_id uuid, group_by text[], rule_id uuid, labels jsonb) returns uuid
language sql immutable as $$
    select case when cardinality(group_by) > 0 then md5(concat(channel_id, (
        select jsonb_agg(case when label = 'rule' then rule_id::text else coalesce(labels ->> label, '') end
                         order by number)
        from unnest(group_by) with ordinality as labels_of_group (label, number))))::uuid end
$$;

alter table audit_entry
    drop constraint audit_entry_action_check,
    add constraint audit_entry_action_check
        check (action in ('CREATED', 'CHANGED', 'DELETED', 'ACKNOWLEDGED', 'RESOLVED', 'REVOKED', 'RESENT'));
