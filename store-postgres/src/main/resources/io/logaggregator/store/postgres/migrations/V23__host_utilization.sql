-- Sums of the newest samples from which the utilization of a host is derived. previous_*: those of the instant before.
create table host_utilization (
    host             text             not null,
    source           smallint         not null, -- CPU: 0 OpenTelemetry, 1 node_exporter, 2 collectd; memory: 3 collectd
    scope            bigint           not null, -- hash of the attributes other than processor and state
    previous_at      timestamptz,
    previous_part    double precision not null,
    previous_total   double precision not null,
    previous_parts   integer          not null,
    previous_samples integer          not null,
    previous_series  bigint           not null,
    previous_used    boolean          not null,
    at               timestamptz      not null,
    part             double precision not null, -- idle time, or used memory
    total            double precision not null,
    parts            integer          not null, -- number of samples of that part
    samples          integer          not null,
    series           bigint           not null, -- sum of the hashes of their series
    used             boolean          not null, -- whether the utilization was derived
    extra_samples    integer          not null, -- samples after that
    extra_series     bigint           not null,
    pending_samples  integer          not null, -- series of the instant before that differ from the previous ones
    pending_series   bigint           not null,
    most             integer          not null, -- number of series that are known
    most_at          timestamptz      not null,
    primary key (host, source, scope)
) with (fillfactor = 50);
