-- An edit of a rule adapts the states in its own transaction, so a state belongs to no version of the rule. An alert that
-- was resolved manually suppresses others of its severity or below; which one it was is not known here.
alter table alert_state drop column rule_version, add column suppressed text;
update alert_state set suppressed = 'CRITICAL' where muted;
alter table alert_state drop column muted;
