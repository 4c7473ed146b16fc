-- A Bloom filter of the n-grams of the messages of some log events. The transaction that stores log events also stores their
-- filters, so each event is in the range of a filter with its n-grams.
create table message_filter (
    observed_at  timestamptz not null, -- of the last event; the first is at most an hour earlier
    first_millis bigint      not null, -- range of the times in ids, both included
    last_millis  bigint      not null,
    events       integer     not null,
    compacted    boolean     not null default false, -- by maintenance, from all events of the range
    bits         bytea                 -- null: not known yet
) partition by range (observed_at);
-- In the row and not compressed, since each search reads bits of most filters.
alter table message_filter alter bits set storage plain;
create index message_filter_observed_at on message_filter (observed_at);
create table message_filter_default partition of message_filter default;
do $$
declare
    day date;
begin
    for day in
        select to_date(substring(child.relname from '\d{8}$'), 'YYYYMMDD')
        from pg_inherits join pg_class child on child.oid = inhrelid
        where inhparent = 'log_event'::regclass and child.relname ~ '_\d{8}$'
    loop
        execute format('create table message_filter_%s partition of message_filter for values from (%L) to (%L)',
                       to_char(day, 'YYYYMMDD'), day || ' 00:00Z', day + 1 || ' 00:00Z');
    end loop;
end
$$;

-- A server of an older version would store events without filters. Without this column it fails until it is replaced.
lock table log_event in share mode;
alter table ingest_commit rename log_events to events;

-- Maintenance computes filters of the events so far. A millisecond more, since times were once rounded.
insert into message_filter (observed_at, first_millis, last_millis, events)
select to_timestamp(hour * 3600 + 3599), hour * 3600000 - 1, hour * 3600000 + 3600000, sum(events)
from (
    select hour, 0 as events from hour_mark where source = 'log_event'
    union all
    select floor(extract(epoch from minute) / 3600)::bigint, events from log_minute
) as stored (hour, events)
group by hour;

-- They replace the trigram index on the messages of closed days.
do $$
declare
    index regclass;
begin
    for index in
        select indexrelid::regclass
        from pg_inherits join pg_index on indrelid = inhrelid
        where inhparent = 'log_event'::regclass and indexrelid::regclass::text like '%\_message'
    loop
        execute format('drop index %s', index);
    end loop;
end
$$;
