-- Silences mute the notifications of matching alerts for a while. A matcher is text, for example host=~"web-.*".
create table silence (
    id         uuid        primary key,
    matchers   text[]      not null check (cardinality(matchers) > 0),
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    created_by text        not null,
    comment    text        not null,
    updated_at timestamptz not null
);
create index silence_ends_at on silence (ends_at);

-- Recurring times, to which channels refer by name. An element of times is text, for example
-- times: 09:00-17:00; weekdays: monday:friday; location: Europe/Berlin
create table mute_interval (
    id         uuid        primary key,
    updated_at timestamptz not null,
    name       text        not null,
    times      text[]      not null
);
create unique index mute_interval_name on mute_interval (name);

-- An alert that matches the source mutes the alerts that match the target and have equal values of the labels.
create table inhibition (
    id             uuid        primary key,
    updated_at     timestamptz not null,
    name           text        not null,
    source         text[]      not null,
    target         text[]      not null,
    equal_labels   text[]      not null
);
create unique index inhibition_name on inhibition (name);

alter table notification_channel
    add column mute_intervals   text[] not null default '{}', -- names: nothing is sent within one of them
    add column active_intervals text[] not null default '{}', -- names: if any, nothing is sent outside of them
    add column on_mute          text   not null default 'DEFER' check (on_mute in ('DEFER', 'DROP'));

-- MUTED: the reason, and the id of the silence, the name of the interval, or the id of the inhibiting alert.
alter table notification
    drop constraint notification_status_check,
    add constraint notification_status_check
        check (status in ('PENDING', 'SENT', 'FAILED', 'MUTED', 'SUPERSEDED', 'CANCELLED')),
    add column muted_reason text check (muted_reason in ('SILENCE', 'INTERVAL', 'INHIBITION')),
    add column muted_by     text,
    add column muted_finally boolean not null default false, -- it is not sent when the reason ends
    add constraint notification_muted_by
        check (status <> 'MUTED' or muted_reason is not null and muted_by is not null);
create index notification_muted on notification (muted_reason, muted_by, id)
    where status = 'MUTED' and not muted_finally;

alter table audit_entry
    drop constraint audit_entry_kind_check,
    add constraint audit_entry_kind_check
        check (kind in ('RULE', 'CHANNEL', 'ALERT', 'KEY', 'HOST', 'SILENCE', 'MUTE_INTERVAL', 'INHIBITION'));
