-- Values that many log events share, stored once. The tag of the level is not part of tags.
create table log_stream (
    id          integer  generated always as identity primary key,
    host        text     not null,
    environment text     not null,
    application text     not null,
    component   text     not null,
    tags        text[]   not null,
    level_tag   smallint not null, -- position of the tag of the level; 0 without
    used_on     date     not null, -- not before the day of any of its events
    unique (host, environment, application, component, tags, level_tag)
);

-- An event has a stream, or values of its own, as all earlier ones have. The columns have new names, so that a server of an
-- older version, which would not find the events of streams, fails until it is replaced.
alter table log_event rename host to inline_host;
alter table log_event rename environment to inline_environment;
alter table log_event rename application to inline_application;
alter table log_event rename component to inline_component;
alter table log_event rename tags to inline_tags;
alter table log_event
    alter inline_host drop not null,
    alter inline_environment drop not null,
    alter inline_application drop not null,
    alter inline_component drop not null,
    alter inline_tags drop not null,
    add column stream_id integer;

-- The tags of an event of a stream.
create function log_tags(tags text[], level_tag smallint, level smallint) returns text[]
language sql immutable parallel safe
return case when level_tag = 0 then tags
            else tags[:level_tag - 1]
                 || ('level:' || case level when 1 then 'TRACE' when 5 then 'DEBUG' when 9 then 'INFO'
                                            when 13 then 'WARN' when 17 then 'ERROR' else 'FATAL' end)
                 || tags[level_tag:] end;

-- All events with their values, for statements that read many of them.
create view log_record as
select event.id, event.observed_at, event.received_at, coalesce(event.inline_host, stream.host) as host, event.level,
       event.message, coalesce(event.inline_environment, stream.environment) as environment,
       coalesce(event.inline_application, stream.application) as application,
       coalesce(event.inline_component, stream.component) as component, event.correlation_id,
       coalesce(event.inline_tags, log_tags(stream.tags, stream.level_tag, event.level)) as tags, event.attributes
from log_event event left join log_stream stream on stream.id = event.stream_id;

create or replace view logs as
select id, observed_at, received_at, host,
       case level when 1 then 'TRACE' when 5 then 'DEBUG' when 9 then 'INFO'
                  when 13 then 'WARN' when 17 then 'ERROR' else 'FATAL' end as level,
       message, environment, application, component, correlation_id, tags, attributes
from log_record;
