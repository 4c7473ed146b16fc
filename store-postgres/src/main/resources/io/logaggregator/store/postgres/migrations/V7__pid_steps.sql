-- The processes of a snapshot come in the order of their pids, mostly. What each pid exceeds the one before it by is a small
-- number, and an array of those is compressed; one of pids is not.
alter table process_snapshot rename pid to pid_step;
update process_snapshot
set pid_step = (
    select coalesce(array_agg(pid - before order by place), '{}')
    from (
        select pid, place, lag(pid, 1, 0) over (order by place) as before
        from unnest(pid_step) with ordinality as listed (pid, place)
    ) as pairs
);

create function pids(steps integer[]) returns integer[]
language sql immutable strict parallel safe
return (
    select coalesce(array_agg(pid order by place), '{}')
    from (
        select (sum(step) over (order by place))::integer as pid, place
        from unnest(steps) with ordinality as listed (step, place)
    ) as sums
);

create or replace view processes as
select snapshot.host, snapshot.observed_at, process.pid, process.name,
       process.cpu as cpu_ratio, process.memory as memory_bytes, process.status
from process_snapshot snapshot,
     unnest(pids(snapshot.pid_step), snapshot.name, snapshot.cpu, snapshot.memory, snapshot.status)
         as process (pid, name, cpu, memory, status);
