-- Hosts last seen by then are expected by the silence rule from their next message on. Null: all hosts are.
alter table alert_rule add column silence_baseline timestamptz;
