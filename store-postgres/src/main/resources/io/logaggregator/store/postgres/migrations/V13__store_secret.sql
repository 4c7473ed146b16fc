-- Known to the instances of the server only. It signs their canary events, which other senders cannot imitate.
create table store_secret (
    secret text not null
);
create unique index store_secret_once on store_secret ((true));
insert into store_secret values (gen_random_uuid()::text || gen_random_uuid()::text);

-- End of the time in which an instance does not evaluate the rule, since its query takes too long.
alter table alert_rule_notice add column suspended_until timestamptz;
