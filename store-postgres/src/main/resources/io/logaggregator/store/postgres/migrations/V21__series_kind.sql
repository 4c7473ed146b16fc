-- Meaning of the values of a series over time: 0 gauge, 1 cumulative, 2 delta.
alter table metric_series add column kind smallint not null default 0 check (kind between 0 and 2);
update metric_series set kind = 1 where metric = 'system.network.io';
