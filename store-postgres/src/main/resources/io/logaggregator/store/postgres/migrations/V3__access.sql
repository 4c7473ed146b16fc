-- Its version rises with every change of a key too.
alter table alert_configuration rename to configuration;

create table api_key (
    id           uuid        primary key,
    name         text        not null,
    secret_hash  bytea       not null unique, -- SHA-256
    scopes       text[]      not null,
    host_pattern text        not null,
    environment_pattern text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create unique index api_key_name on api_key (lower(name)) where revoked_at is null;

-- Browsers that signed in. A session is worth as much as the key with that secret.
create table browser_session (
    token_hash  bytea       primary key, -- SHA-256
    secret_hash bytea       not null,
    opened_at   timestamptz not null,
    seen_at     timestamptz not null
);
create index browser_session_seen_at on browser_session (seen_at);

alter table audit_entry
    add column address text not null default '', -- of the caller
    drop constraint audit_entry_action_check,
    drop constraint audit_entry_kind_check,
    add constraint audit_entry_action_check
        check (action in ('CREATED', 'CHANGED', 'DELETED', 'ACKNOWLEDGED', 'RESOLVED', 'REVOKED')),
    add constraint audit_entry_kind_check check (kind in ('RULE', 'CHANNEL', 'ALERT', 'KEY'));
create index audit_entry_actor on audit_entry (lower(actor), id);
