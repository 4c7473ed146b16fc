-- The condition kind silence is named noData: a silence is a period in which notifications are muted.
create function with_no_data(rule jsonb) returns jsonb language sql immutable as $$
    select case when rule ? 'silence_baseline'
                then rule - 'silence_baseline' || jsonb_build_object('no_data_baseline', rule -> 'silence_baseline')
                else rule end
           || case when rule -> 'condition' ->> 'type' = 'silence'
                   then jsonb_build_object('condition', rule -> 'condition' || '{"type": "noData"}')
                   else '{}' end
$$;

alter table alert_rule rename column silence_baseline to no_data_baseline;
update alert_rule set condition = condition || '{"type": "noData"}' where condition ->> 'type' = 'silence';
update audit_entry set before = with_no_data(before), after = with_no_data(after) where kind = 'RULE';

drop function with_no_data;
