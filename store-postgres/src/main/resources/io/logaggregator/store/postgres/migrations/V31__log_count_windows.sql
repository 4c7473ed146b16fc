-- The event counts of log-count rules, of the groups that have no row in alert_state. Each ingest transaction appends its
-- counts, one row per rule; a snapshot replaces the rows before. Groups with a row in alert_state move here with their next
-- event, unless they have an alert.
create table alert_log_window (
    rule_id     uuid        not null,
    sequence    bigint      not null, -- per rule: 1, 2 and so on
    is_snapshot boolean     not null,
    content     bytea       not null, -- see GroupWindows
    created_at  timestamptz not null default clock_timestamp(),
    primary key (rule_id, sequence)
);
alter table alert_log_window alter column content set storage external;
