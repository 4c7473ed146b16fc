-- Everything that was in the partition at this instant is stored: the clock by which silence is judged.
alter table queue_position add column read_until timestamptz;

-- One row. Every change of a rule or a channel makes it rise, so that each instance sees that something changed.
create table alert_configuration (
    version bigint not null
);
insert into alert_configuration (version) values (0);

-- Durations are in milliseconds. A column that a kind of rule does not use is null.
create table alert_rule (
    id                 uuid        primary key,
    version            bigint      not null, -- of alert_configuration, when it was changed last
    origin             text        not null check (origin in ('BUILT_IN', 'PROVISIONED', 'API')),
    updated_at         timestamptz not null,
    name               text        not null,
    description        text        not null,
    enabled            boolean     not null,
    kind               text        not null check (kind in ('THRESHOLD', 'LOG_COUNT', 'SILENCE')),
    metric             text,
    query              text,
    group_by           text[],
    window_ms          bigint,
    silence_of         text check (silence_of in ('HOST', 'GROUP')),
    forget_after_ms    bigint,
    comparison         text        not null check (comparison in ('ABOVE', 'BELOW')),
    low                double precision,
    medium             double precision,
    high               double precision,
    critical           double precision,
    hold_ms            bigint      not null,
    recovery           double precision,
    recovery_ms        bigint      not null,
    host_pattern       text        not null,
    environment_pattern text       not null,
    attribute_names    text[]      not null,
    attribute_patterns text[]      not null
);
create unique index alert_rule_name on alert_rule (lower(name));

-- That a rule groups by something of which there are too many values.
create table alert_rule_notice (
    rule_id    uuid        primary key references alert_rule on delete cascade,
    uncounted  bigint      not null, -- events
    last_at    timestamptz not null
);

-- What judging remembers of each thing that is, or lately was, not in good order. Rows at rest are removed after a while.
create table alert_state (
    fingerprint   uuid             primary key, -- of rule and labels
    rule_id       uuid             not null,
    rule_version  bigint           not null,
    labels        jsonb            not null,
    judged_until  timestamptz,                  -- null: nothing was judged yet
    settled_until timestamptz,
    since         bigint[]         not null,    -- one per severity: microseconds since 2000, 0 for none
    muted         boolean          not null,
    window_counts bigint[]         not null,    -- begin of a bucket in seconds since 1970, events in it, and so on
    alert_id      uuid,                         -- the alert that is not resolved; what follows is of it
    opened_at     timestamptz,
    severity      text,
    highest       text,
    occurrences   bigint,
    last_at       timestamptz,
    last_value    double precision,
    peak          double precision,
    due_at        timestamptz,                  -- when something happens without another observation
    updated_at    timestamptz      not null     -- by the clock of the database
) with (fillfactor = 50);
create index alert_state_rule on alert_state (rule_id);
create index alert_state_due on alert_state (due_at) where due_at is not null;
create unique index alert_state_alert on alert_state (alert_id) where alert_id is not null;

-- While an alert is open, its newest numbers stand in alert_state.
create table alert (
    id              uuid             primary key, -- sorts by opened_at
    rule_id         uuid             not null,
    rule_name       text             not null,
    fingerprint     uuid             not null,
    labels          jsonb            not null,
    host            text             not null,    -- empty: about no single host
    severity        text             not null check (severity in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    highest         text             not null check (highest in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    status          text             not null check (status in ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
    opened_at       timestamptz      not null,
    acknowledged_at timestamptz,
    resolved_at     timestamptz,
    last_at         timestamptz      not null,
    value           double precision not null,
    peak            double precision not null,
    threshold       double precision not null,
    occurrences     bigint           not null
);
-- One alert per rule and labels at a time, whatever happens.
create unique index alert_unresolved on alert (fingerprint) where status <> 'RESOLVED';
create index alert_status on alert (status, id) where status <> 'RESOLVED';
create index alert_opened_at on alert (opened_at);
create index alert_resolved_at on alert (resolved_at);
create index alert_host on alert (host, id);
create index alert_rule_id on alert (rule_id, id);
create index alert_lower_rule_name on alert (lower(rule_name), id);

create table alert_transition (
    id          bigint generated always as identity primary key,
    alert_id    uuid             not null references alert on delete cascade,
    kind        text             not null check (kind in ('OPENED', 'RAISED', 'LOWERED', 'ACKNOWLEDGED', 'RESOLVED')),
    at          timestamptz      not null, -- by the clock of what was observed
    recorded_at timestamptz      not null default clock_timestamp(),
    severity    text             not null,
    highest     text             not null,
    value       double precision not null,
    peak        double precision not null,
    threshold   double precision not null,
    occurrences bigint           not null,
    actor       text             not null,
    comment     text             not null
);
create index alert_transition_alert on alert_transition (alert_id, id);

-- What there was to see at the opening and at each rise. The arrays of samples belong together, and so do those of
-- processes: null where a process did not run, now or before.
create table alert_evidence (
    alert_id      uuid               not null references alert on delete cascade,
    at            timestamptz        not null,
    severity      text               not null,
    value         double precision   not null,
    threshold     double precision   not null,
    complete      boolean            not null, -- false: to be completed soon, since too much happened at once
    sample_at     timestamptz[]      not null default '{}',
    sample_value  double precision[] not null default '{}',
    processes_at  timestamptz,
    compared_with timestamptz,
    pid           integer[]          not null default '{}',
    name          text[]             not null default '{}',
    cpu           double precision[] not null default '{}',
    memory        bigint[]           not null default '{}',
    cpu_before    double precision[] not null default '{}',
    memory_before bigint[]           not null default '{}',
    primary key (alert_id, at, severity)
);
create index alert_evidence_incomplete on alert_evidence (at) where not complete;

create table notification_channel (
    id           uuid        primary key,
    origin       text        not null check (origin in ('PROVISIONED', 'API')),
    updated_at   timestamptz not null,
    name         text        not null,
    enabled      boolean     not null,
    kind         text        not null check (kind in ('WEBHOOK')),
    url          text        not null,
    secret       text        not null,
    min_severity text        not null,
    rule_pattern text        not null,
    host_pattern text        not null
);
create unique index notification_channel_name on notification_channel (lower(name));

-- The outbox: what is to be told to whom, committed with the transition it is about.
create table notification (
    id            uuid        primary key, -- derived, so that the receiver recognises what it was told twice
    alert_id      uuid        not null references alert on delete cascade,
    transition_id bigint      not null references alert_transition on delete cascade,
    channel_id    uuid        not null,
    status        text        not null default 'PENDING' check (status in ('PENDING', 'SENT', 'FAILED')),
    attempts      integer     not null default 0,
    created_at    timestamptz not null default clock_timestamp(),
    next_at       timestamptz not null default clock_timestamp(), -- while it is being sent, the end of the lease
    sent_at       timestamptz,
    last_error    text        not null default ''
);
create index notification_pending on notification (next_at) where status = 'PENDING';
create index notification_of_channel on notification (alert_id, channel_id, transition_id) where status = 'PENDING';
create index notification_created_at on notification (created_at, id);
create index notification_of_alert on notification (alert_id, created_at, id);
create index notification_of_transition on notification (transition_id);
create index notification_failed on notification (id) where status = 'FAILED';

-- Who changed what. Rows as they were before and after; secrets are left out.
create table audit_entry (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    actor      text        not null,
    request_id text        not null,
    action     text        not null check (action in ('CREATED', 'CHANGED', 'DELETED', 'ACKNOWLEDGED', 'RESOLVED')),
    kind       text        not null check (kind in ('RULE', 'CHANNEL', 'ALERT')),
    subject    text        not null, -- the id of what was changed
    before     jsonb,
    after      jsonb
);
create index audit_entry_at on audit_entry (at);
create index audit_entry_subject on audit_entry (subject, id);

-- For people and their tools. These names and columns are stable.
create view alerts as
select alert.id, alert.rule_name as rule, alert.host, alert.labels, alert.severity, alert.highest, alert.status,
       alert.opened_at, alert.acknowledged_at, alert.resolved_at,
       coalesce(state.last_at, alert.last_at) as last_at,
       coalesce(state.last_value, alert.value) as value,
       coalesce(state.peak, alert.peak) as peak,
       alert.threshold,
       coalesce(state.occurrences, alert.occurrences) as occurrences
from alert left join alert_state state on state.alert_id = alert.id;
