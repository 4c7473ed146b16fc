-- The newest values of each host, by which pages of hosts are ordered. No index has them: each would cost an update per
-- message of a host.
alter table host
    add column values_at timestamptz, -- observed_at of the newest of them
    add column cpu       double precision,
    add column memory    double precision,
    add column disk      double precision,
    add column processes double precision;
create index host_name on host (name collate "C");
create index alert_unresolved_host on alert (host) where status <> 'RESOLVED';
