-- The events that a log-count rule counts, of a group with an alert: lag, lag of the window before (microseconds), then of each slot
-- the first time, the last time (microseconds since 1970) and the number of events. window_counts is unused from now on; it
-- remains for instances of the version before, which run until an upgrade is complete.
alter table alert_state add column log_window bigint[] not null default '{}';

update alert_state
set log_window = array[0, 0] || (
        select array_agg(number order by bucket.position, part)
        from generate_series(1, array_length(window_counts, 1), 2) as bucket (position),
             lateral (values (1, window_counts[bucket.position] * 1000000),
                             (2, window_counts[bucket.position] * 1000000),
                             (3, window_counts[bucket.position + 1])) as numbers (part, number)),
    newest_at = judged_until,
    appended_at = judged_until
where window_counts <> '{}';
