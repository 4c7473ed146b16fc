-- Two spellings of a name are one host: the fingerprint of a no-data alert has the host in lower case. It is half of the SHA-256
-- of the rule and of each label, name and value with their lengths. Of several spellings with a state, one is converted; the
-- alerts of the others can be resolved by hand.
create temporary table folded on commit drop as
select distinct on (fingerprint) state.fingerprint as former, state.alert_id, folded.fingerprint
from alert_state as state
join alert_rule as rule on rule.id = state.rule_id
cross join lateral (
    select encode(substring(sha256(
        uuid_send(rule.id)
        || int4send(4) || 'host'::bytea
        || int4send(octet_length(convert_to(lower(state.labels ->> 'host'), 'UTF8')))
        || convert_to(lower(state.labels ->> 'host'), 'UTF8')) from 1 for 16), 'hex')::uuid as fingerprint
) as folded
where rule.condition ->> 'type' = 'noData'
  and state.labels ->> 'host' <> lower(state.labels ->> 'host')
  and not exists (select from alert_state as other where other.fingerprint = folded.fingerprint)
order by fingerprint, state.alert_id;

update alert set fingerprint = folded.fingerprint from folded where alert.id = folded.alert_id;
update alert_state set fingerprint = folded.fingerprint from folded where alert_state.fingerprint = folded.former;
