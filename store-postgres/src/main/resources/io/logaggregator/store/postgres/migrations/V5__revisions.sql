-- Which hours of event time were written to: a row per hour and writer, with a number that is another one each time. What
-- was read of an hour before is still true as long as its numbers are the same. They are drawn at random, so that none
-- comes twice even when a crash makes the database forget some. Transactions of the same writer wait for each other
-- anyway, since they are about the same partition of the queue; others have rows of their own.
create table written_hour (
    source text    not null, -- log_event or metric_sample
    hour   bigint  not null, -- since 1970
    writer integer not null,
    mark   bigint  not null,
    primary key (source, hour, writer)
) with (fillfactor = 50);

-- What is there already.
insert into written_hour (source, hour, writer, mark)
select source, (extract(epoch from to_date(substring(child.relname from '\d{8}$'), 'YYYYMMDD')) / 3600)::bigint + hour, 0, 0
from (values ('log_event'), ('metric_sample')) as parent (source)
join pg_inherits on inhparent = source::regclass
join pg_class child on child.oid = inhrelid and child.relname ~ '_\d{8}$',
     generate_series(0, 23) as hour;
