-- The newest time of a point, which is later than the last one's if the clock of the sender was ahead; the time when the last
-- point entered the queue; and the last transition of the open alert.
alter table alert_state
    add column newest_at timestamptz,
    add column appended_at timestamptz,
    add column changed_at timestamptz;
update alert_state
set newest_at = judged_until, appended_at = greatest(judged_until, updated_at),
    changed_at = case when alert_id is not null then coalesce(
        (select max(transition.at) from alert_transition as transition where transition.alert_id = alert_state.alert_id
                                                                       and kind in ('OPENED', 'RAISED', 'LOWERED')),
        opened_at) end;

-- When the newest message of a host entered the queue, as seen by no-data rules: on one clock with the watermark.
alter table host add column appended_at timestamptz;
update host set appended_at = last_seen_at;
