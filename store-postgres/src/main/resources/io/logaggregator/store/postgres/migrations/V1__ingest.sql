-- Where each partition of the queue has been processed to, and what was made of it: position and ledger in one row.
-- A topic that was deleted and made again has another topic_id, hence another row.
create table queue_position (
    topic             text        not null,
    topic_id          text        not null,
    partition         integer     not null,
    first_offset      bigint      not null,
    next_offset       bigint      not null,
    messages          bigint      not null default 0,
    observed          bigint      not null default 0,
    rejected          bigint      not null default 0,
    ignored           bigint      not null default 0,
    absent            bigint      not null default 0,
    lost              bigint      not null default 0,
    log_events        bigint      not null default 0,
    metric_samples    bigint      not null default 0,
    process_snapshots bigint      not null default 0,
    rejections        bigint      not null default 0,
    dropped_parts     bigint      not null default 0,
    updated_at        timestamptz not null default now(),
    primary key (topic, topic_id, partition)
) with (fillfactor = 50); -- updated with every batch: room for the new version on the same page

-- Offsets that were lost before they could be read.
create table queue_gap (
    id          bigint generated always as identity primary key,
    topic       text        not null,
    topic_id    text        not null,
    partition   integer     not null,
    from_offset bigint      not null,
    to_offset   bigint      not null,
    detected_at timestamptz not null default now()
);

-- The id sorts by time, so its one index serves look-up, paging and "newest first". Not unique by constraint:
-- positions already see to it that no message is appended twice.
create table log_event (
    id             uuid        not null,
    observed_at    timestamptz not null,
    received_at    timestamptz not null,
    host           text        not null,
    level          smallint    not null, -- OpenTelemetry severity number: 1 5 9 13 17 21
    message        text        not null,
    environment    text        not null,
    application    text        not null,
    component      text        not null,
    correlation_id text        not null,
    tags           text[]      not null,
    attributes     jsonb       not null
) partition by range (observed_at);
create index log_event_id on log_event (id);
create table log_event_default partition of log_event default;

create table metric_series (
    id         integer generated always as identity primary key,
    host       text  not null,
    metric     text  not null,
    attributes jsonb not null,
    unique (host, metric, attributes)
);
create index metric_series_metric on metric_series (metric, host);

create table metric_sample (
    series_id   integer          not null,
    observed_at timestamptz      not null,
    value       double precision not null
) partition by range (observed_at);
create index metric_sample_series on metric_sample (series_id, observed_at);
create table metric_sample_default partition of metric_sample default;

-- One row per host and instant: a host has hundreds of processes.
create table process_snapshot (
    host        text        not null,
    observed_at timestamptz not null,
    pid         integer[]   not null,
    name        text[]      not null,
    cpu         real[]      not null, -- ratio of one core
    memory      bigint[]    not null, -- bytes, resident
    status      text[]      not null
) partition by range (observed_at);
create index process_snapshot_host on process_snapshot (host, observed_at);
create table process_snapshot_default partition of process_snapshot default;

-- Who has sent something, and when last.
create table host (
    name          text        primary key,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null
) with (fillfactor = 50);

create table rejected_message (
    id             uuid        primary key,
    topic          text        not null,
    topic_id       text        not null,
    partition      integer     not null,
    message_offset bigint      not null,
    rejected_at    timestamptz not null,
    reason         text        not null,
    detail         text        not null,
    key            bytea,
    value          bytea       not null,
    replayed_at    timestamptz
);
create index rejected_message_rejected_at on rejected_message (rejected_at);

-- How many rows retention has removed, so that the ledger can still be proved by counting.
create table expired_rows (
    kind       text        not null, -- logEvents, metricSamples, processSnapshots, rejections
    source     text        not null, -- the partition that was dropped
    rows       bigint      not null,
    expired_at timestamptz not null default now()
);

-- For people and their tools. These names and columns are stable.
create view logs as
select id, observed_at, received_at, host,
       case level when 1 then 'TRACE' when 5 then 'DEBUG' when 9 then 'INFO'
                  when 13 then 'WARN' when 17 then 'ERROR' else 'FATAL' end as level,
       message, environment, application, component, correlation_id, tags, attributes
from log_event;

create view metrics as
select sample.observed_at, series.host, series.metric, sample.value, series.attributes
from metric_sample sample join metric_series series on series.id = sample.series_id;

create view processes as
select snapshot.host, snapshot.observed_at, process.pid, process.name,
       process.cpu as cpu_ratio, process.memory as memory_bytes, process.status
from process_snapshot snapshot,
     unnest(snapshot.pid, snapshot.name, snapshot.cpu, snapshot.memory, snapshot.status)
         as process (pid, name, cpu, memory, status);
