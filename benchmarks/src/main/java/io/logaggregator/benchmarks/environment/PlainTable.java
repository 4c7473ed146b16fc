package io.logaggregator.benchmarks.environment;

/** The table {@code plain_event}, as a user would create it for log events. */
public final class PlainTable {

    /** Statements that create it with all columns of a log event and an index on the id. */
    public static final String ALL_COLUMNS = """
            create table plain_event (
                id             uuid        not null,
                observed_at    timestamptz not null,
                received_at    timestamptz not null,
                host           text        not null,
                level          smallint    not null,
                message        text        not null,
                environment    text        not null,
                application    text        not null,
                component      text        not null,
                correlation_id text        not null,
                tags           text[]      not null,
                attributes     jsonb       not null
            );
            create index plain_event_id on plain_event (id)""";

    private PlainTable() {}
}
