-- Counts of canary events have rows of their own, so that a histogram can leave them out.
alter table log_minute add column canary boolean not null default false;
alter table log_minute drop constraint log_minute_pkey;
alter table log_minute add primary key (minute, level, canary, writer);

-- Counted once, while no one writes.
lock table log_event in share mode;
with canary as (
    select date_bin('1 minute', observed_at, 'epoch') as minute, level, count(*) as events
    from log_record where application = 'log-aggregator-canary' group by 1, 2
), counted as (
    select minute, level, true as canary, events from canary
    union all
    select minute, level, false, -events from canary
)
insert into log_minute (minute, level, canary, writer, events)
select minute, level, canary, 0, events from counted
on conflict (minute, level, canary, writer) do update set events = log_minute.events + excluded.events;
