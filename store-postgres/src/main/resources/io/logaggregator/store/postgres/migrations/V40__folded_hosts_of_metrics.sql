-- Two spellings of a name are one host for all rules, as for no-data rules since V36: the fingerprint of an alert has the host in
-- lower case. Of several spellings with a state, one is converted. The alerts of the others end as stale; those of rules without
-- that can be resolved by hand.
create temporary table folded_host on commit drop as
select distinct on (fingerprint) state.fingerprint as former, state.alert_id, folded.fingerprint
from alert_state as state
join alert_rule as rule on rule.id = state.rule_id
cross join lateral (
    select encode(substring(sha256(
        uuid_send(rule.id)
        || string_agg(
            int4send(octet_length(convert_to(key, 'UTF8'))) || convert_to(key, 'UTF8')
            || int4send(octet_length(convert_to(folded_value, 'UTF8'))) || convert_to(folded_value, 'UTF8'),
            ''::bytea order by key collate "C")) from 1 for 16), 'hex')::uuid as fingerprint
    from (
        select key, case key when 'host' then lower(value) else value end as folded_value
        from jsonb_each_text(state.labels)
    ) as label
) as folded
where rule.condition ->> 'type' in ('threshold', 'aggregate', 'change', 'forecast')
  and state.labels ->> 'host' <> lower(state.labels ->> 'host')
  and folded.fingerprint <> state.fingerprint
  and not exists (select from alert_state as other where other.fingerprint = folded.fingerprint)
order by fingerprint, state.alert_id;

update alert set fingerprint = folded_host.fingerprint from folded_host where alert.id = folded_host.alert_id;
update alert_state set fingerprint = folded_host.fingerprint from folded_host
where alert_state.fingerprint = folded_host.former;
