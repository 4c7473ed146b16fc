-- Which transactions have brought log events, and where these are to be found: for those who follow what is committed. A
-- row is kept for some minutes. Ids begin with the time in milliseconds, so the events of a transaction have ids from
-- first_millis[i] to last_millis[i] for some i, both included; between these spans are gaps.
create table ingest_commit (
    tx           xid8        primary key default pg_current_xact_id(),
    recorded_at  timestamptz not null default now(),
    log_events   integer     not null,
    first_millis bigint[]    not null,
    last_millis  bigint[]    not null
);
-- Not compressed: what is that scattered is rare, and soon deleted.
alter table ingest_commit alter first_millis set storage external, alter last_millis set storage external;

-- Where memory begins: there is always a row that is older than what is known of everything since.
insert into ingest_commit (log_events, first_millis, last_millis) values (0, '{}', '{}');
