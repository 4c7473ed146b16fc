-- An edit of a rule adapts the states in its own transaction, so a state belongs to no version of the rule.
alter table alert_state drop column rule_version;
