-- Groups of log-count and ratio rules are equal as values in a search: the fingerprint of an alert has their labels in lower
-- case. So have the labels that a composite rule joins. It is half of the SHA-256 of the rule and of each label, name and value
-- with their lengths. Of several spellings with a state, one is converted. The alerts of the others end with their windows, or as
-- stale; those of composite rules can be resolved by hand.
create temporary table folded on commit drop as
select distinct on (fingerprint) state.fingerprint as former, state.alert_id, folded.fingerprint
from alert_state as state
join alert_rule as rule on rule.id = state.rule_id
cross join lateral (
    select encode(substring(sha256(
        uuid_send(rule.id)
        || string_agg(
            int4send(octet_length(convert_to(key, 'UTF8'))) || convert_to(key, 'UTF8')
            || int4send(octet_length(convert_to(lower(value), 'UTF8'))) || convert_to(lower(value), 'UTF8'),
            ''::bytea order by key collate "C")) from 1 for 16), 'hex')::uuid as fingerprint
    from jsonb_each_text(state.labels)
) as folded
where rule.condition ->> 'type' in ('logCount', 'ratio', 'composite')
  and folded.fingerprint <> state.fingerprint
  and not exists (select from alert_state as other where other.fingerprint = folded.fingerprint)
order by fingerprint, state.alert_id;

update alert set fingerprint = folded.fingerprint from folded where alert.id = folded.alert_id;
update alert_state set fingerprint = folded.fingerprint from folded where alert_state.fingerprint = folded.former;
