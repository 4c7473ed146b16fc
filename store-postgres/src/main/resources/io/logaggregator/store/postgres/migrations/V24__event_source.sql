-- Number of the partition in the ids of its events. Null until a version that uses it reads the partition, and after the
-- number was given to another partition.
alter table queue_position add column source smallint check (source between 0 and 16383);
update queue_position as position
set source = numbered.source
from (select topic, topic_id, partition,
             row_number() over (order by updated_at desc, topic, topic_id, partition) - 1 as source
      from queue_position) as numbered
where position.topic = numbered.topic and position.topic_id = numbered.topic_id
  and position.partition = numbered.partition and numbered.source <= 16383;
create unique index queue_position_source on queue_position (source);
