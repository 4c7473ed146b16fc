-- The last environment that a host has named: rules match it whether or not a message names it again.
alter table host add column environment text;
update host set environment = named.environment
from (
    select distinct on (host) host, attributes ->> 'deployment.environment.name' as environment
    from metric_series
    where attributes ->> 'deployment.environment.name' <> ''
    order by host, id desc
) as named
where named.host = host.name;
