-- How many log events there are of each minute and level: counted by the transactions that bring them, so that nobody has
-- to count rows of log_event. Each writer has rows of its own, for the reason that is told at the marks below; upkeep makes
-- one of them (writer 0) when the minute is long over, and takes off what retention removes.
create table log_minute (
    minute timestamptz not null,
    level  smallint    not null,
    writer integer     not null,
    events bigint      not null,
    primary key (minute, level, writer)
) with (fillfactor = 50);

-- Counted once, while nobody writes.
lock table log_event in share mode;
insert into log_minute (minute, level, writer, events)
select date_bin('1 minute', observed_at, 'epoch'), level, 0, count(*) from log_event group by 1, 2;

-- A server of an older version would not count what it stores. Without its table it waits until it is replaced.
alter table written_hour rename to hour_mark;

-- Half an hour of a series: hundreds of samples as one row, for questions about days and months. Upkeep makes them of hours that are
-- over, and they are true for as long as the hour has the revision that is noted beside them.
create table metric_summary (
    series_id   integer          not null,
    observed_at timestamptz      not null, -- begin of the half hour
    min         double precision not null,
    max         double precision not null,
    sum         double precision not null,
    samples     integer          not null,
    primary key (series_id, observed_at)
) partition by range (observed_at);
create table metric_summary_default partition of metric_summary default;
do $$
declare
    day date;
begin
    for day in
        select to_date(substring(child.relname from '\d{8}$'), 'YYYYMMDD')
        from pg_inherits join pg_class child on child.oid = inhrelid
        where inhparent = 'metric_sample'::regclass and child.relname ~ '_\d{8}$'
    loop
        execute format('create table metric_summary_%s partition of metric_summary for values from (%L) to (%L)',
                       to_char(day, 'YYYYMMDD'), day || ' 00:00Z', day + 1 || ' 00:00Z');
    end loop;
end
$$;

create table summarised_hour (
    hour     bigint primary key, -- since 1970
    revision text   not null     -- of the samples of which it was made
);

-- By which upkeep finds the samples of an hour: they are stored nearly in the order of their time.
create index metric_sample_observed_at on metric_sample using brin (observed_at) with (pages_per_range = 32);
