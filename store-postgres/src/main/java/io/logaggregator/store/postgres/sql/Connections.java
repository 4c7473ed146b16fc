package io.logaggregator.store.postgres.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections, each kind with the time limits that suit its work. None is opened before it is asked for. */
public final class Connections {

    private static final Duration INGEST_STATEMENT = Duration.ofSeconds(20);
    private static final Duration HISTORY_STATEMENT = Duration.ofSeconds(60);
    private static final Duration TAIL_STATEMENT = Duration.ofSeconds(5);
    private static final Duration EXPORT_STATEMENT = Duration.ofMinutes(10);
    private static final Duration UPKEEP_STATEMENT = Duration.ofMinutes(15);
    private static final Duration SETTLING_STATEMENT = Duration.ofHours(12);
    private static final Duration INSPECTION_STATEMENT = Duration.ofSeconds(10);
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    /** To compile a question takes longer than to answer it from an index. */
    private static final String FOR_QUESTIONS = "-c jit=off ";

    /** A question that is asked often would otherwise get one plan for good, made for a time and a text that nobody knows. */
    private static final String PLANNED_EACH_TIME = FOR_QUESTIONS + "-c plan_cache_mode=force_custom_plan ";

    private static final Duration SHORTEST_IDLE = Duration.ofSeconds(30);

    /** That this side is gone without a word. */
    private static final String KEEP_ALIVE =
            " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private final PostgresStoreConfig config;

    public Connections(PostgresStoreConfig config) {
        this.config = config;
    }

    /** A pool for questions that an index answers. */
    public HikariDataSource quickPool(int size) {
        return pool("quick", size, FOR_QUESTIONS);
    }

    /** A pool for questions about all that lies in a stretch of time. */
    HikariDataSource countPool(int size) {
        return pool("count", size, PLANNED_EACH_TIME);
    }

    /**
     * A pool for pages of logs. They come from an index in their order; of a partition that is not analyzed yet, as the
     * day's is in its first minutes, PostgreSQL would rather read and sort all.
     */
    public HikariDataSource pagePool(int size) {
        return pool("search", size, PLANNED_EACH_TIME + "-c enable_sort=off ");
    }

    private HikariDataSource pool(String kind, int size, String settings) {
        HikariDataSource pool = pool(kind, config.queryTimeout(), settings);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        return pool;
    }

    /**
     * A pool for following what is committed, so that nobody who follows waits for those who search: one connection for
     * all who are up to date, the others for those who have to catch up. Without any of them it holds none.
     *
     * <p>The day's partition was empty when it was made, and PostgreSQL would go on to read the whole of it, as one does
     * with an empty table, until it is told better.
     */
    public HikariDataSource tailPool() {
        HikariDataSource pool = pool("tail", TAIL_STATEMENT, PLANNED_EACH_TIME + "-c enable_seqscan=off ");
        pool.setMaximumPoolSize(3);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        return pool;
    }

    private HikariDataSource pool(String kind, Duration longestStatement, String settings) {
        // This constructor, unlike the one with a configuration, opens the pool with the first connection asked for.
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("log-aggregator-" + kind);
        pool.setDataSource(source("log-aggregator " + kind, longestStatement, settings));
        pool.setConnectionTimeout(config.connectionTimeout().toMillis());
        pool.setValidationTimeout(Math.min(5_000, config.connectionTimeout().toMillis()));
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /**
     * A connection for one ingest session, without autocommit. A commit need not wait for the disk: what a crash of
     * PostgreSQL forgets, it forgets together with the positions, and the queue gives it again.
     */
    public Connection openForIngest() {
        return openForTransactions(source("log-aggregator ingest", INGEST_STATEMENT, "-c synchronous_commit=off "));
    }

    /** A connection for one long look at what is stored, row by row: it can write nothing. Without autocommit. */
    public Connection openForHistory() {
        return openForTransactions(source(
                "log-aggregator history", HISTORY_STATEMENT, FOR_QUESTIONS + "-c default_transaction_read_only=on "));
    }

    /**
     * A connection for one export, as for a look at the past. Rows that match may be far apart, so that looking for the
     * next few takes long; but nothing is ever sorted, so that the first come at once.
     */
    public Connection openForExport() {
        return openForTransactions(source(
                "log-aggregator export",
                EXPORT_STATEMENT,
                FOR_QUESTIONS + "-c enable_sort=off -c default_transaction_read_only=on "));
    }

    /** A connection for work that may take minutes, without autocommit. */
    public Connection openForUpkeep() {
        return openForTransactions(forUpkeep());
    }

    /** Connections for work that may take minutes. */
    public DataSource forUpkeep() {
        return source("log-aggregator upkeep", UPKEEP_STATEMENT, "");
    }

    /** A connection for work on all that was stored in a day, with autocommit. It takes one core, the others are for ingest. */
    public Connection openForSettling() {
        return open(source("log-aggregator settling", SETTLING_STATEMENT, "-c max_parallel_maintenance_workers=0 "));
    }

    /** A connection for a look at what is there: nothing is written with it. */
    public Connection openForInspection() {
        return openForTransactions(forInspection());
    }

    /** Connections for a look at what is there. */
    public DataSource forInspection() {
        return source("log-aggregator inspection", INSPECTION_STATEMENT, "");
    }

    private Connection openForTransactions(DataSource source) {
        Connection connection = open(source);
        try {
            connection.setAutoCommit(false);
        } catch (SQLException closed) {
            throw SqlErrors.whileConnecting(config, closed);
        }
        return connection;
    }

    private Connection open(DataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException failure) {
            throw SqlErrors.whileConnecting(config, failure);
        }
    }

    /**
     * The server ends a statement that takes too long; when it does not even say so, it is given up. The server also ends
     * a transaction in which nothing happens for long, since it holds locks, and the dead rows of all tables.
     */
    private PGSimpleDataSource source(String applicationName, Duration longestStatement, String settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName(applicationName);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(seconds(config.connectionTimeout()));
        source.setLoginTimeout(seconds(config.connectionTimeout()));
        source.setSocketTimeout(seconds(longestStatement.plus(SOCKET_GRACE)));
        String given = source.getOptions();
        try {
            for (var property : config.properties().entrySet()) {
                source.setProperty(property.getKey(), property.getValue());
            }
        } catch (SQLException unknown) {
            throw new IllegalArgumentException("properties: " + unknown.getMessage(), unknown);
        }
        Duration longestIdle = longestStatement.compareTo(SHORTEST_IDLE) > 0 ? longestStatement : SHORTEST_IDLE;
        String limits = settings + "-c statement_timeout=" + longestStatement.toMillis()
                + " -c idle_in_transaction_session_timeout=" + longestIdle.toMillis() + KEEP_ALIVE;
        source.setOptions(joined(limits, given, config.properties().get(PGProperty.OPTIONS.getName())));
        return source;
    }

    private static String joined(@Nullable String... options) {
        return Arrays.stream(options).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    /** Rounded up, since for the driver zero is for ever. */
    private static int seconds(Duration duration) {
        return (int) duration.plusMillis(999).toSeconds();
    }
}
