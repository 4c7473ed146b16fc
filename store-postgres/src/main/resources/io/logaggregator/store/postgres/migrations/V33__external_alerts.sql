-- The newest parts of an alert of another system; null for alerts of rules.
alter table alert
    add column annotations   jsonb,
    add column generator_url text, -- empty if the sender did not say
    add column ends_at       timestamptz;
update alert
set annotations = '{}', generator_url = '', ends_at = last_at
where rule_id = '00000000-0000-8000-8000-0000000000e1';
