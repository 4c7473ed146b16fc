-- Conditions of any kind: the members that the API shows. The audit log gets the same form.
create function condition_of(rule jsonb) returns jsonb language sql immutable as $$
    select case rule ->> 'kind'
        when 'THRESHOLD' then jsonb_build_object(
            'type', 'threshold', 'metric', rule -> 'metric', 'comparison', lower(rule ->> 'comparison'))
        when 'LOG_COUNT' then jsonb_build_object(
            'type', 'logCount', 'query', rule -> 'query', 'groupBy', rule -> 'group_by',
            'window', 'PT' || trim_scale((rule ->> 'window_ms')::numeric / 1000) || 'S')
        else jsonb_build_object(
            'type', 'silence', 'of', lower(rule ->> 'silence_of'),
            'forgetAfter', 'PT' || trim_scale((rule ->> 'forget_after_ms')::numeric / 1000) || 'S')
    end
$$;
create function with_condition(rule jsonb) returns jsonb language sql immutable as $$
    select rule - '{kind,metric,query,group_by,window_ms,silence_of,forget_after_ms,comparison}'::text[]
           || jsonb_build_object('condition', condition_of(rule))
$$;

alter table alert_rule add column condition jsonb;
update alert_rule set condition = condition_of(to_jsonb(alert_rule));
alter table alert_rule
    alter column condition set not null,
    drop column kind,
    drop column metric,
    drop column query,
    drop column group_by,
    drop column window_ms,
    drop column silence_of,
    drop column forget_after_ms,
    drop column comparison;
update audit_entry set before = with_condition(before), after = with_condition(after) where kind = 'RULE';

drop function with_condition;
drop function condition_of;
