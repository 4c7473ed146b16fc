-- Views of the web page that the holders of keys have saved.
create table saved_view (
    id         uuid        primary key,
    owner      text        not null, -- name of the key
    shared     boolean     not null, -- visible to all keys
    name       text        not null,
    address    text        not null, -- page and parameters
    updated_at timestamptz not null
);
create unique index saved_view_private on saved_view (lower(owner), lower(name)) where not shared;
create unique index saved_view_shared on saved_view (lower(name)) where shared;

alter table audit_entry
    drop constraint audit_entry_kind_check,
    add constraint audit_entry_kind_check
        check (kind in ('RULE', 'CHANNEL', 'ALERT', 'KEY', 'HOST', 'SILENCE', 'MUTE_INTERVAL', 'INHIBITION', 'VIEW'));
