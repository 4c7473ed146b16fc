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

/** Opens connections, each kind with timeouts for its purpose. Opens none before first use. */
public final class Connections {

    private static final Duration INGEST_STATEMENT = Duration.ofSeconds(20);
    private static final Duration HISTORY_STATEMENT = Duration.ofSeconds(60);
    private static final Duration TAIL_STATEMENT = Duration.ofSeconds(2);
    private static final Duration EXPORT_STATEMENT = Duration.ofMinutes(10);
    private static final Duration MAINTENANCE_STATEMENT = Duration.ofMinutes(15);
    private static final Duration CLOSED_PARTITION_STATEMENT = Duration.ofHours(12);
    private static final Duration INSPECTION_STATEMENT = Duration.ofSeconds(10);
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    /** Without JIT, which takes longer than an index scan. */
    private static final String FOR_QUERIES = "-c jit=off ";

    /** With a custom plan for each execution: a generic plan would ignore the time range and the text. */
    private static final String CUSTOM_PLANS = FOR_QUERIES + "-c plan_cache_mode=force_custom_plan ";

    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** Detects a client that disappeared. */
    private static final String KEEP_ALIVE =
            " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private final PostgresStoreConfig config;

    public Connections(PostgresStoreConfig config) {
        this.config = config;
    }

    /** A pool for queries that use an index. */
    public HikariDataSource quickPool(int size) {
        return pool("quick", size, FOR_QUERIES);
    }

    /** A pool for queries that read a whole time range. */
    HikariDataSource countPool(int size) {
        return pool("count", size, CUSTOM_PLANS);
    }

    /**
     * A pool for pages of logs, which are read in index order. Before a partition is analyzed, as the current day's in its
     * first minutes, PostgreSQL would otherwise read and sort all of it.
     */
    public HikariDataSource pagePool(int size) {
        return pool("search", size, CUSTOM_PLANS + "-c enable_sort=off ");
    }

    private HikariDataSource pool(String kind, int size, String settings) {
        HikariDataSource pool = pool(kind, config.queryTimeout(), settings);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        return pool;
    }

    /**
     * A pool for the live tail, so that it never waits for searches: one connection for clients that are caught up, the
     * others for clients that catch up. Holds no connection without clients.
     *
     * <p>Sequential scans are off: the current partition was created empty, and PostgreSQL would scan it like an empty
     * table until it is analyzed.
     */
    public HikariDataSource tailPool() {
        HikariDataSource pool = pool("tail", TAIL_STATEMENT, CUSTOM_PLANS + "-c enable_seqscan=off ");
        pool.setMaximumPoolSize(3);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        return pool;
    }

    private HikariDataSource pool(String kind, Duration statementTimeout, String settings) {
        // unlike the constructor with a configuration, this one opens the pool on first use
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("log-aggregator-" + kind);
        pool.setDataSource(source("log-aggregator " + kind, statementTimeout, settings));
        pool.setConnectionTimeout(config.connectionTimeout().toMillis());
        pool.setValidationTimeout(Math.min(5_000, config.connectionTimeout().toMillis()));
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /**
     * A connection for an ingest session, without autocommit. Commits are asynchronous: a crash of PostgreSQL loses rows
     * only together with their positions, and the messages are read again.
     */
    public Connection openForIngest() {
        return openForTransactions(source("log-aggregator ingest", INGEST_STATEMENT, "-c synchronous_commit=off "));
    }

    /** A read-only connection for streaming stored rows, without autocommit. */
    public Connection openForHistory() {
        return openForTransactions(source(
                "log-aggregator history", HISTORY_STATEMENT, FOR_QUERIES + "-c default_transaction_read_only=on "));
    }

    /**
     * A read-only connection for an export, without autocommit. Matching rows may be rare, so a fetch may take long;
     * nothing is sorted, so that the first rows arrive at once.
     */
    public Connection openForExport() {
        return openForTransactions(source(
                "log-aggregator export",
                EXPORT_STATEMENT,
                FOR_QUERIES + "-c enable_sort=off -c default_transaction_read_only=on "));
    }

    /** A connection for maintenance, without autocommit. */
    public Connection openForMaintenance() {
        return openForTransactions(forMaintenance());
    }

    /** Connections for maintenance and migrations. */
    public DataSource forMaintenance() {
        return source("log-aggregator maintenance", MAINTENANCE_STATEMENT, "");
    }

    /** A connection for the maintenance of closed partitions, with autocommit. Uses one core and leaves the others to ingest. */
    public Connection openForClosedPartitions() {
        return open(source(
                "log-aggregator closed partitions",
                CLOSED_PARTITION_STATEMENT,
                "-c max_parallel_maintenance_workers=0 "));
    }

    /** A connection for the inspection of the database, which does not write. */
    public Connection openForInspection() {
        return openForTransactions(forInspection());
    }

    /** Connections for the inspection of the database. */
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
     * The server cancels statements after their timeout; if it does not respond, the socket timeout ends the connection.
     * The server also ends idle transactions, which hold locks and prevent vacuum.
     */
    private PGSimpleDataSource source(String applicationName, Duration statementTimeout, String settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName(applicationName);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(seconds(config.connectionTimeout()));
        source.setLoginTimeout(seconds(config.connectionTimeout()));
        source.setSocketTimeout(seconds(statementTimeout.plus(SOCKET_GRACE)));
        String given = source.getOptions();
        try {
            for (var property : config.properties().entrySet()) {
                source.setProperty(property.getKey(), property.getValue());
            }
        } catch (SQLException unknown) {
            throw new IllegalArgumentException("properties: " + unknown.getMessage(), unknown);
        }
        Duration idleTimeout = statementTimeout.compareTo(MIN_IDLE_TIMEOUT) > 0 ? statementTimeout : MIN_IDLE_TIMEOUT;
        String limits = settings + "-c statement_timeout=" + statementTimeout.toMillis()
                + " -c idle_in_transaction_session_timeout=" + idleTimeout.toMillis() + KEEP_ALIVE;
        source.setOptions(joined(limits, given, config.properties().get(PGProperty.OPTIONS.getName())));
        return source;
    }

    private static String joined(@Nullable String... options) {
        return Arrays.stream(options).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    /** Rounded up, since zero disables the timeout of the driver. */
    private static int seconds(Duration duration) {
        return (int) duration.plusMillis(999).toSeconds();
    }
}
