-- Alerts of a member of a composite rule may notify nobody.
alter table alert_rule add column notifies boolean not null default true;

-- Evaluations of rules at multiples of an interval. The transaction that stores the results of a time also updates its row.
create table alert_rule_schedule (
    rule_id         uuid        primary key references alert_rule on delete cascade,
    evaluated_until timestamptz not null, -- the last of these times
    failures        bigint      not null default 0,
    failed_at       timestamptz,          -- time of the last failure, by the clock of the database
    failure         text,                 -- its reason; null if the rule was evaluated since
    retry_at        timestamptz           -- no attempt before; null without a failure
);
