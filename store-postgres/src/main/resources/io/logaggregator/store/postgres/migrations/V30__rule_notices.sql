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

-- Why a rule is not evaluated, or does not evaluate all of its data: one row per kind. Subjects are counted by the bits that
-- they set.
drop table alert_rule_notice;
create table alert_rule_notice (
    rule_id  uuid        not null references alert_rule on delete cascade,
    kind     text        not null,
    detail   text        not null,
    count    bigint      not null,
    subjects bit(16384)  not null,
    since    timestamptz not null,
    until    timestamptz not null,
    primary key (rule_id, kind)
);

-- Why an alert was resolved; null for other transitions, and for those before this column.
alter table alert_transition add column reason text;
