-- Number of transactions that removed hosts or series. Ingest sessions drop their caches when it changes.
alter table configuration add column removals bigint not null default 0;

alter table audit_entry
    drop constraint audit_entry_kind_check,
    add constraint audit_entry_kind_check check (kind in ('RULE', 'CHANNEL', 'ALERT', 'KEY', 'HOST'));
